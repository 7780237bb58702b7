// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {FixedPointMathLib} from "solady/utils/FixedPointMathLib.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";
import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {GuardedTransfer} from "src/libraries/GuardedTransfer.sol";
import {KeyHash} from "src/libraries/KeyHash.sol";
import {MerkleRoot} from "src/libraries/MerkleRoot.sol";
import {GrantBook} from "src/token/vesting/GrantBook.sol";
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
import {GrantKey, packGrant} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice Holds the funding of campaigns, and turns their allotments into payments and grants.
abstract contract Campaigns is GrantBook {
    using GuardedTransfer for address;
    using KeyHash for Allotment;
    using KeyHash for CampaignTerms;
    using SafeCastLib for uint256;
    using SafeTransferLib for address;

    bytes32 private constant REDEEM_TYPEHASH =
        keccak256("Redeem(bytes32 campaignId,uint256 index,address to,uint40 deadline)");

    mapping(bytes32 campaignId => Campaign) private _campaigns;
    mapping(bytes32 campaignId => mapping(uint256 lot => PackedLot)) private _lots;

    /* GRANTERS */

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

        // no more than the allotments come to: nobody could ever redeem the surplus
        uint256 missing = terms.total - campaign.funded;
        uint256 received = terms.token.take(msg.sender, FixedPointMathLib.min(amount, missing));
        // a token that delivers more than it was asked for
        uint256 surplus = FixedPointMathLib.zeroFloorSub(received, missing);
        if (surplus != 0) terms.token.safeTransfer(msg.sender, surplus);
        uint96 kept = (received - surplus).toUint96();
        campaign.funded += kept;
        _campaigns[campaignId] = campaign;
        emit CampaignFunded(campaignId, terms, root, kept);
    }

    /// @inheritdoc ITokenVesting
    function clawback(CampaignTerms calldata terms, bytes32 root, uint256[] calldata lots)
        external
        nonReentrant
        returns (uint256 amount)
    {
        if (msg.sender != terms.granter) revert TokenVesting_NotGranter(msg.sender, terms.granter);
        bytes32 campaignId = campaignIdOf(terms, root);
        Campaign memory campaign = _campaigns[campaignId];
        if (!_hasExpired(terms.expiresAt)) {
            // before the first lot is open, or after the last: neither takes a promised wei
            bool isWhole = campaign.reserved == 0 || campaign.reserved == terms.total;
            if (!isWhole || lots.length != 0) {
                revert TokenVesting_CampaignNotExpired(campaignId, terms.expiresAt);
            }
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

    /* BENEFICIARIES */

    /// @inheritdoc ITokenVesting
    function redeem(CampaignTerms calldata terms, Allotment memory allotment, bytes32[] calldata proof)
        external
        nonReentrant
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
    ) external nonReentrant returns (uint256) {
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
    ) external nonReentrant returns (uint256) {
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
    ) external nonReentrant returns (uint256) {
        bytes32 campaignId = _draw(terms, allotment, proof);
        bytes32 digest = redeemDigest(campaignId, allotment.index, delegation.to, delegation.deadline);
        _requireSigned(allotment.beneficiary, digest, delegation);
        uint256 due = _due(terms.schedule, allotment.amount, schedule);
        return _redeem(terms, allotment, campaignId, due, delegation.to);
    }

    /* VIEWERS */

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
    function redeemDigest(bytes32 campaignId, uint256 index, address to, uint40 deadline)
        public
        view
        returns (bytes32)
    {
        return _hashTypedData(keccak256(abi.encode(REDEEM_TYPEHASH, campaignId, index, to, deadline)));
    }

    /* INTERNAL */

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
        if (!lot.exists()) lot = _reserve(campaignId, number, allotment.lotTotal);
        if (lot.isRedeemed(bit)) revert TokenVesting_AlreadyRedeemed(campaignId, index);
        if (amount > lot.remaining()) {
            revert TokenVesting_LotTooSmall(campaignId, number, amount, lot.remaining());
        }
        lots[number] = lot.withRedemption(bit, amount);
    }

    /// @dev A campaign pays its funding at most, and an unknown or closed campaign pays nothing.
    function _reserve(bytes32 campaignId, uint256 number, uint96 lotTotal) private returns (PackedLot) {
        // an unknown campaign has nothing, which must not be enough
        if (lotTotal == 0) revert TokenVesting_NothingGranted();
        Campaign memory campaign = _campaigns[campaignId];
        if (campaign.isClosed) revert TokenVesting_CampaignClosed(campaignId);
        uint96 left = campaign.left();
        if (lotTotal > left) revert TokenVesting_CampaignTooSmall(campaignId, lotTotal, left);
        _campaigns[campaignId].reserved = campaign.reserved + lotTotal;
        emit LotOpened(campaignId, number, lotTotal);
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
        bytes32 grantId;
        if (terms.schedule != INSTANT) {
            // the grant's id was never used: the id names this index, which was not redeemed before
            grantId = terms.idOfGrant(allotment, campaignId, CHAIN_ID);
            _grants[grantId] = packGrant(allotment.amount, due, terms.isRevocable);
        }
        emit Redeemed(campaignId, allotment.beneficiary, allotment.index, allotment.amount, grantId, due);
        if (due == 0) _requireDestination(to);
        else _send(terms.token, to, due);
        return due;
    }

    function _hasExpired(uint40 expiresAt) private view returns (bool) {
        return expiresAt != 0 && block.timestamp >= expiresAt;
    }
}
