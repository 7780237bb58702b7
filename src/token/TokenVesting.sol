// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";
import {SignatureCheckerLib} from "solady/utils/SignatureCheckerLib.sol";

import {TransientLock} from "src/base/TransientLock.sol";
import {TributaryDomain} from "src/base/TributaryDomain.sol";
import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {VestingCurve} from "src/libraries/VestingCurve.sol";
import {
    Allotment,
    Campaign,
    CampaignTerms,
    LOT_SIZE,
    Lot,
    PackedLot,
    allotmentBit,
    lotOfTotal
} from "src/types/Campaign.sol";
import {Delegation} from "src/types/Delegation.sol";
import {Award, Grant, GrantKey, PackedGrant, packGrant} from "src/types/Grant.sol";
import {PositionFacts, VestingPosition, endsAtOf} from "src/types/Position.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @title TokenVesting
/// @notice See {ITokenVesting}.
/// @dev A function that measures a balance holds the lock; a function that pays writes first, and only checks that the lock is
/// free.
contract TokenVesting is ITokenVesting, TributaryDomain, TransientLock {
    using GuardedTransfer for address;
    using KeyHash for CampaignTerms;
    using KeyHash for GrantKey;
    using KeyHash for Allotment;
    using SafeCastLib for uint256;
    using SafeTransferLib for address;
    using VestingCurve for Step[];

    bytes32 private constant RELEASE_TYPEHASH =
        keccak256("Release(bytes32 grantId,address to,uint256 released,uint40 deadline)");
    bytes32 private constant REDEEM_TYPEHASH =
        keccak256("Redeem(bytes32 campaignId,uint256 index,address to,uint40 deadline)");

    /// @inheritdoc ITokenVesting
    bytes32 public constant INSTANT = bytes32(uint256(1));

    /// @inheritdoc ITokenVesting
    uint40 public immutable LAUNCH;
    /// @inheritdoc ITokenVesting
    IPositionToken public immutable POSITIONS;
    /// @dev The chain of the deployment: on a fork with another id, old signatures are void, but grants still pay.
    uint256 private immutable CHAIN_ID;

    mapping(bytes32 grantId => PackedGrant) private _grants;
    mapping(bytes32 grantId => VestingPosition) private _positions;
    mapping(bytes32 campaignId => Campaign) private _campaigns;
    mapping(bytes32 campaignId => mapping(uint256 lot => PackedLot)) private _lots;

    /// @param launch When the official schedule begins, in seconds.
    constructor(uint40 launch, IPositionToken positions) {
        LAUNCH = launch;
        POSITIONS = positions;
        CHAIN_ID = block.chainid;
    }

    /* GRANTERS */

    /// @inheritdoc ITokenVesting
    function grant(address beneficiary, address token, uint64 salt, uint96 total, bool isRevocable)
        external
        nonReentrant
        returns (bytes32)
    {
        GrantKey memory key = GrantKey(beneficiary, token, msg.sender, salt, 0);
        return _grant(key, token.take(msg.sender, total).toUint96(), isRevocable);
    }

    /// @inheritdoc ITokenVesting
    function grantCustom(
        address beneficiary,
        address token,
        uint64 salt,
        uint96 total,
        bool isRevocable,
        Step[] calldata schedule
    ) external nonReentrant returns (bytes32) {
        GrantKey memory key = GrantKey(beneficiary, token, msg.sender, salt, _use(schedule));
        return _grant(key, token.take(msg.sender, total).toUint96(), isRevocable);
    }

    /// @inheritdoc ITokenVesting
    function grantMany(
        address token,
        uint64 salt,
        bool isRevocable,
        Step[] calldata schedule,
        Award[] calldata awards
    ) external nonReentrant {
        GrantKey memory key = GrantKey(address(0), token, msg.sender, salt, _use(schedule));
        uint256 sum;
        for (uint256 i; i < awards.length; ++i) {
            uint96 total = awards[i].total;
            key.beneficiary = awards[i].beneficiary;
            _grant(key, total, isRevocable);
            sum += total;
        }
        uint256 received = token.take(msg.sender, sum);
        if (received != sum) revert TokenVesting_TransferInexact(sum, received);
    }

    /// @inheritdoc ITokenVesting
    function revoke(GrantKey calldata key, Step[] calldata schedule)
        external
        nonReadReentrant
        returns (uint256 refunded)
    {
        if (msg.sender != key.granter) {
            revert TokenVesting_NotGranter(msg.sender, key.granter);
        }
        (bytes32 grantId, PackedGrant stored) = _find(key);
        if (!stored.canBeRevoked()) revert TokenVesting_NotRevocable(grantId);

        uint256 vested = _due(key.schedule, stored.total(), schedule);
        uint256 due;
        // the vested amount never falls, and never exceeds the total
        unchecked {
            due = vested - stored.released();
            refunded = stored.total() - vested;
        }
        _grants[grantId] = stored.withRevocation(vested);
        address token = key.token;
        if (refunded != 0) token.safeTransfer(msg.sender, refunded);
        // last, so that a beneficiary that burns the gas stops nothing
        if (due != 0) {
            address owner = _ownerOf(key, grantId, stored);
            if (owner == address(this) || !token.trySend(owner, due)) {
                _grants[grantId] = _grants[grantId].withUnpaid(due);
                due = 0;
            }
        }
        emit Revoked(grantId, due, refunded);
    }

    /* BENEFICIARIES */

    /// @inheritdoc ITokenVesting
    function release(GrantKey calldata key) external nonReadReentrant returns (uint256) {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        uint256 vested = stored.isRevoked() ? stored.total() : _due(key.schedule, stored.total());
        return _release(key.token, grantId, stored, vested, _ownerForAnyone(key, grantId, stored));
    }

    /// @inheritdoc ITokenVesting
    function releaseCustom(GrantKey calldata key, Step[] calldata schedule)
        external
        nonReadReentrant
        returns (uint256)
    {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        uint256 vested = _vested(key, stored, schedule);
        return _release(key.token, grantId, stored, vested, _ownerForAnyone(key, grantId, stored));
    }

    /// @inheritdoc ITokenVesting
    function releaseTo(GrantKey calldata key, Step[] calldata schedule, address to)
        external
        nonReadReentrant
        returns (uint256)
    {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        _requireCaller(_ownerOf(key, grantId, stored));
        return _release(key.token, grantId, stored, _vested(key, stored, schedule), to);
    }

    /// @inheritdoc ITokenVesting
    function releaseBySig(GrantKey calldata key, Step[] calldata schedule, Delegation calldata delegation)
        external
        nonReadReentrant
        returns (uint256)
    {
        (bytes32 grantId, PackedGrant stored) = _find(key);
        bytes32 digest = releaseDigest(grantId, delegation.to, stored.released(), delegation.deadline);
        _requireSigned(_ownerOf(key, grantId, stored), digest, delegation);
        return _release(key.token, grantId, stored, _vested(key, stored, schedule), delegation.to);
    }

    /// @inheritdoc ITokenVesting
    function mintPosition(GrantKey calldata key, Step[] calldata schedule) external nonReentrant {
        _requireCaller(key.beneficiary);
        _requireSchedule(key.schedule, schedule.hashOf());
        (bytes32 grantId, PackedGrant stored) = _find(key);
        if (stored.isPosition()) revert TokenVesting_AlreadyPosition(grantId);

        _grants[grantId] = stored.withPosition();
        _positions[grantId] = VestingPosition(key.token, schedule);
        emit PositionMinted(grantId, key.beneficiary);
        POSITIONS.mint(key.beneficiary, uint256(grantId));
    }

    /* CAMPAIGNS */

    /// @inheritdoc ITokenVesting
    function fundCampaign(CampaignTerms calldata terms, bytes32 root, Step[] calldata schedule, uint96 amount)
        external
        nonReentrant
        returns (bytes32 campaignId)
    {
        if (msg.sender != terms.granter) revert TokenVesting_NotGranter(msg.sender, terms.granter);
        if (terms.schedule != INSTANT) _requireSchedule(terms.schedule, _use(schedule));
        campaignId = campaignIdOf(terms, root);
        Campaign memory campaign = _campaigns[campaignId];
        if (campaign.isClosed) revert TokenVesting_CampaignClosed(campaignId);

        uint96 received = terms.token.take(msg.sender, amount).toUint96();
        campaign.funded += received;
        _campaigns[campaignId] = campaign;
        emit CampaignFunded(campaignId, terms, root, received);
    }

    /// @inheritdoc ITokenVesting
    function redeem(CampaignTerms calldata terms, Allotment memory allotment, bytes32[] calldata proof)
        external
        nonReadReentrant
        returns (uint256)
    {
        bytes32 campaignId = _draw(terms, allotment, proof);
        return
            _redeem(
                terms, allotment, campaignId, _due(terms.schedule, allotment.amount), allotment.beneficiary
            );
    }

    /// @inheritdoc ITokenVesting
    function redeemCustom(
        CampaignTerms calldata terms,
        Allotment memory allotment,
        bytes32[] calldata proof,
        Step[] calldata schedule
    ) external nonReadReentrant returns (uint256) {
        bytes32 campaignId = _draw(terms, allotment, proof);
        uint256 due = _due(terms.schedule, allotment.amount, schedule);
        return _redeem(terms, allotment, campaignId, due, allotment.beneficiary);
    }

    /// @inheritdoc ITokenVesting
    function redeemTo(
        CampaignTerms calldata terms,
        Allotment memory allotment,
        bytes32[] calldata proof,
        Step[] calldata schedule,
        address to
    ) external nonReadReentrant returns (uint256) {
        _requireCaller(allotment.beneficiary);
        bytes32 campaignId = _draw(terms, allotment, proof);
        return _redeem(terms, allotment, campaignId, _due(terms.schedule, allotment.amount, schedule), to);
    }

    /// @inheritdoc ITokenVesting
    function redeemBySig(
        CampaignTerms calldata terms,
        Allotment memory allotment,
        bytes32[] calldata proof,
        Step[] calldata schedule,
        Delegation calldata delegation
    ) external nonReadReentrant returns (uint256) {
        bytes32 campaignId = _draw(terms, allotment, proof);
        bytes32 digest = redeemDigest(campaignId, allotment.index, delegation.to, delegation.deadline);
        _requireSigned(allotment.beneficiary, digest, delegation);
        uint256 due = _due(terms.schedule, allotment.amount, schedule);
        return _redeem(terms, allotment, campaignId, due, delegation.to);
    }

    /// @inheritdoc ITokenVesting
    function clawback(CampaignTerms calldata terms, bytes32 root, uint256[] calldata lots)
        external
        nonReadReentrant
        returns (uint256 amount)
    {
        if (msg.sender != terms.granter) revert TokenVesting_NotGranter(msg.sender, terms.granter);
        bytes32 campaignId = campaignIdOf(terms, root);
        Campaign memory campaign = _campaigns[campaignId];
        if (campaign.reserved != 0 && !_hasExpired(terms.expiresAt)) {
            revert TokenVesting_CampaignNotExpired(campaignId, terms.expiresAt);
        }

        amount = campaign.left();
        (campaign.funded, campaign.isClosed) = (campaign.reserved, true);
        _campaigns[campaignId] = campaign;
        for (uint256 i; i < lots.length; ++i) {
            PackedLot lot = _lots[campaignId][lots[i]];
            amount += lot.remaining();
            _lots[campaignId][lots[i]] = lot.emptied();
        }
        emit ClawedBack(campaignId, lots, amount);
        if (amount != 0) terms.token.safeTransfer(msg.sender, amount);
    }

    /* VIEWERS */

    /// @inheritdoc ITokenVesting
    function grantIdOf(GrantKey calldata key) external view returns (bytes32) {
        return key.idOf(CHAIN_ID);
    }

    /// @inheritdoc ITokenVesting
    function grantOf(bytes32 grantId) external view returns (Grant memory) {
        return _grants[grantId].toGrant();
    }

    /// @inheritdoc ITokenVesting
    function vestedOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256) {
        (, PackedGrant stored) = _find(key);
        return _vested(key, stored, schedule);
    }

    /// @inheritdoc ITokenVesting
    function releasableOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256) {
        (, PackedGrant stored) = _find(key);
        return _vested(key, stored, schedule) - stored.released();
    }

    /// @inheritdoc ITokenVesting
    function scheduleHashOf(Step[] calldata schedule) external pure returns (bytes32) {
        return schedule.hashOf();
    }

    /// @inheritdoc ITokenVesting
    function linearSchedule(uint40 start, uint256 initialBps, uint40 cliff, uint40 end)
        external
        pure
        returns (Step[] memory)
    {
        return VestingCurve.linear(start, initialBps, cliff, end);
    }

    /// @inheritdoc ITokenVesting
    function campaignIdOf(CampaignTerms calldata terms, bytes32 root) public view returns (bytes32) {
        return terms.idOf(root, CHAIN_ID);
    }

    /// @inheritdoc ITokenVesting
    function campaignOf(bytes32 campaignId) external view returns (Campaign memory) {
        return _campaigns[campaignId];
    }

    /// @inheritdoc ITokenVesting
    function lotOf(bytes32 campaignId, uint256 lot) external view returns (Lot memory) {
        return _lots[campaignId][lot].unpack();
    }

    /// @inheritdoc ITokenVesting
    function grantKeyOf(CampaignTerms calldata terms, bytes32 campaignId, Allotment memory allotment)
        public
        pure
        returns (GrantKey memory)
    {
        uint256 salt = uint256(keccak256(abi.encode(campaignId, allotment.index)));
        return GrantKey(allotment.beneficiary, terms.token, terms.granter, salt, terms.schedule);
    }

    /// @inheritdoc ITokenVesting
    function releaseDigest(bytes32 grantId, address to, uint256 released, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(RELEASE_TYPEHASH, grantId, to, released, deadline)));
    }

    /// @inheritdoc ITokenVesting
    function redeemDigest(bytes32 campaignId, uint256 index, address to, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(REDEEM_TYPEHASH, campaignId, index, to, deadline)));
    }

    /// @notice The facts of the grant that is the position `positionId`; all zero if no grant is.
    function positionFacts(uint256 positionId) external view returns (PositionFacts memory facts) {
        bytes32 grantId = bytes32(positionId);
        PackedGrant stored = _grants[grantId];
        VestingPosition memory position = _positions[grantId];
        uint256 steps = position.schedule.length;
        uint256 vested = stored.total();
        if (!stored.isRevoked()) {
            vested = steps == 0
                ? VestingCurve.official(vested, LAUNCH)
                : position.schedule.vestedAt(vested, block.timestamp);
        }
        (facts.kind, facts.token, facts.isRevocable) = ("Vesting", position.token, stored.canBeRevoked());
        (facts.total, facts.paid, facts.due) = (stored.total(), stored.released(), vested - stored.released());
        facts.endsAt =
            endsAtOf(steps == 0 ? LAUNCH + VestingCurve.DURATION : position.schedule[steps - 1].to());
    }

    /* INTERNAL */

    function _grant(GrantKey memory key, uint96 total, bool isRevocable) private returns (bytes32 grantId) {
        if (key.beneficiary == address(0) || key.beneficiary == address(this)) {
            revert TokenVesting_DestinationInvalid(key.beneficiary);
        }
        if (total == 0) revert TokenVesting_NothingGranted();
        grantId = key.idInMemory(CHAIN_ID);
        if (_grants[grantId].exists()) revert TokenVesting_AlreadyUsed(grantId);
        _grants[grantId] = packGrant(total, 0, isRevocable);
        emit Granted(
            grantId, key.beneficiary, key.granter, key.token, key.salt, key.schedule, total, isRevocable
        );
    }

    function _release(address token, bytes32 grantId, PackedGrant stored, uint256 vested, address to)
        private
        returns (uint256 amount)
    {
        amount = vested - stored.released();
        if (amount == 0) return 0;
        _grants[grantId] = stored.withReleased(amount);
        emit Released(grantId, to, amount);
        _send(token, to, amount);
    }

    /// @dev Takes an allotment out of its campaign, once. The root need not be given: a wrong proof leads to a campaign that
    /// was never funded.
    function _draw(CampaignTerms calldata terms, Allotment memory allotment, bytes32[] calldata proof)
        private
        returns (bytes32 campaignId)
    {
        if (_hasExpired(terms.expiresAt)) revert TokenVesting_CampaignExpired(terms.expiresAt);
        campaignId = campaignIdOf(terms, MerkleRoot.above(allotment.leafOf(), proof));
        (uint256 index, uint256 amount) = (allotment.index, allotment.amount);
        uint256 number = index / LOT_SIZE;
        uint256 bit = allotmentBit(index);
        mapping(uint256 lot => PackedLot) storage lots = _lots[campaignId];
        PackedLot lot = lots[number];
        if (!lot.exists()) lot = _reserve(campaignId, allotment.lotTotal);
        if (lot.isRedeemed(bit)) revert TokenVesting_AlreadyRedeemed(campaignId, index);
        if (amount > lot.remaining()) {
            revert TokenVesting_LotTooSmall(campaignId, number, amount, lot.remaining());
        }
        lots[number] = lot.withRedemption(bit, amount);
    }

    /// @dev A campaign pays its funding at most, and an unknown or closed campaign pays nothing.
    function _reserve(bytes32 campaignId, uint96 lotTotal) private returns (PackedLot) {
        // an unknown campaign has nothing, which must not be enough
        if (lotTotal == 0) revert TokenVesting_NothingGranted();
        Campaign memory campaign = _campaigns[campaignId];
        if (campaign.isClosed) revert TokenVesting_CampaignClosed(campaignId);
        uint96 left = campaign.left();
        if (lotTotal > left) revert TokenVesting_CampaignTooSmall(campaignId, lotTotal, left);
        _campaigns[campaignId].reserved = campaign.reserved + lotTotal;
        return lotOfTotal(lotTotal);
    }

    /// @param due The part of the allotment that is to be paid now.
    function _redeem(
        CampaignTerms calldata terms,
        Allotment memory allotment,
        bytes32 campaignId,
        uint256 due,
        address to
    ) private returns (uint256) {
        if (terms.schedule != INSTANT) {
            // the grant's id was never used: the id names this index, which was not redeemed before
            bytes32 grantId = terms.idOfGrant(allotment, campaignId, CHAIN_ID);
            _grants[grantId] = packGrant(allotment.amount, due, terms.isRevocable);
        }
        emit Redeemed(campaignId, allotment.beneficiary, allotment.index, allotment.amount);
        if (due != 0) _send(terms.token, to, due);
        return due;
    }

    function _send(address token, address to, uint256 amount) private {
        if (to == address(0) || to == address(this)) revert TokenVesting_DestinationInvalid(to);
        token.safeTransfer(to, amount);
    }

    /// @dev Checks a schedule that is about to be promised, and logs the schedule for later callers.
    function _use(Step[] calldata schedule) private returns (bytes32 hash) {
        hash = schedule.hashOf();
        if (hash == 0) return 0;
        VestingCurve.requireValid(schedule);
        emit ScheduleUsed(hash, schedule);
    }

    function _find(GrantKey calldata key) private view returns (bytes32 grantId, PackedGrant stored) {
        grantId = key.idOf(CHAIN_ID);
        stored = _grants[grantId];
        if (!stored.exists()) revert TokenVesting_NotGranted(grantId);
    }

    function _vested(GrantKey calldata key, PackedGrant stored, Step[] calldata schedule)
        private
        view
        returns (uint256)
    {
        return stored.isRevoked() ? stored.total() : _due(key.schedule, stored.total(), schedule);
    }

    /// @return The amount of `total` that is due now on the schedule of that name, of which `steps` must be the whole.
    function _due(bytes32 schedule, uint256 total, Step[] calldata steps) private view returns (uint256) {
        if (steps.length == 0) return _due(schedule, total);
        _requireSchedule(schedule, steps.hashOf());
        return VestingCurve.vestedAt(steps, total, block.timestamp);
    }

    function _due(bytes32 schedule, uint256 total) private view returns (uint256) {
        if (schedule == INSTANT) return total;
        _requireSchedule(schedule, 0);
        return VestingCurve.official(total, LAUNCH);
    }

    function _ownerOf(GrantKey calldata key, bytes32 grantId, PackedGrant stored)
        private
        view
        returns (address)
    {
        return stored.isPosition() ? POSITIONS.ownerOf(uint256(grantId)) : key.beneficiary;
    }

    /// @dev Likewise, for what anyone may call: of a restricted position, its owner alone.
    function _ownerForAnyone(GrantKey calldata key, bytes32 grantId, PackedGrant stored)
        private
        view
        returns (address)
    {
        return stored.isPosition() ? POSITIONS.payeeFor(uint256(grantId), msg.sender) : key.beneficiary;
    }

    function _hasExpired(uint40 expiresAt) private view returns (bool) {
        return expiresAt != 0 && block.timestamp >= expiresAt;
    }

    function _requireCaller(address beneficiary) private view {
        if (msg.sender != beneficiary) revert TokenVesting_NotBeneficiary(msg.sender, beneficiary);
    }

    function _requireSigned(address signer, bytes32 digest, Delegation calldata delegation) private view {
        if (block.timestamp > delegation.deadline) revert TokenVesting_SignatureExpired(delegation.deadline);
        if (!SignatureCheckerLib.isValidSignatureNowCalldata(signer, digest, delegation.signature)) {
            revert TokenVesting_SignatureInvalid(signer);
        }
    }

    function _requireSchedule(bytes32 expected, bytes32 given) private pure {
        if (expected != given) revert TokenVesting_ScheduleMismatch(expected, given);
    }
}
