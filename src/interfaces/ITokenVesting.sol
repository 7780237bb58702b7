// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPositionIssuer, IPositionToken} from "src/interfaces/IPositionToken.sol";
import {Campaign, CampaignTerms, Lot, Share} from "src/types/Campaign.sol";
import {Award, Grant, GrantKey} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @notice The beneficiary's word that somebody may fetch its payment, and where to.
/// @param to Who is paid.
/// @param deadline The last second at which it is good.
/// @param signature Of the digest that {ITokenVesting.releaseDigest} or {ITokenVesting.claimDigest} gives; 64 or 65 bytes
/// of an EOA, or whatever a contract accepts by ERC-1271.
struct Delegation {
    address to;
    uint40 deadline;
    bytes signature;
}

/// @title TokenVesting
/// @notice Every vesting grant in one contract: made directly, in a batch, or claimed from a Merkle root; on the official
/// schedule or a custom one; revocable or not.
/// @dev Whoever calls, and however often, a grant has paid the same by the same time.
/// Notes:
/// - a function that takes a schedule takes the whole of it, and an empty one for the official;
/// - a grant opens with a {Granted} event, or with a {Claimed} event of a campaign that vests, which has paid what was
/// due in that block;
/// - of a token that takes a fee on the way in, what arrives is granted. One that rebases is not supported.
interface ITokenVesting is IPositionIssuer {
    event Granted(
        bytes32 indexed grantId,
        address indexed beneficiary,
        address indexed granter,
        address token,
        uint256 salt,
        bytes32 schedule,
        uint96 total,
        bool isRevocable
    );
    event ScheduleUsed(bytes32 indexed schedule, Step[] steps);
    event Released(bytes32 indexed grantId, address indexed to, uint256 amount);
    event Revoked(bytes32 indexed grantId, uint256 paid, uint256 refunded);
    event PositionMinted(bytes32 indexed grantId, address indexed beneficiary);
    event CampaignFunded(bytes32 indexed campaignId, CampaignTerms terms, bytes32 root, uint96 amount);
    event Claimed(bytes32 indexed campaignId, address indexed beneficiary, uint256 index, uint96 amount);
    event ClawedBack(bytes32 indexed campaignId, uint256[] lots, uint256 amount);

    error TokenVesting_AlreadyClaimed(bytes32 campaignId, uint256 index);
    error TokenVesting_AlreadyPosition(bytes32 grantId);
    error TokenVesting_AlreadyUsed(bytes32 grantId);
    error TokenVesting_CampaignClosed(bytes32 campaignId);
    error TokenVesting_CampaignExpired(uint40 expiresAt);
    error TokenVesting_CampaignTooSmall(bytes32 campaignId, uint256 asked, uint256 left);
    error TokenVesting_DestinationInvalid(address to);
    error TokenVesting_LineInvalid(uint40 start, uint256 initialBps, uint40 cliff, uint40 end);
    error TokenVesting_LotTooSmall(bytes32 campaignId, uint256 lot, uint256 asked, uint256 left);
    error TokenVesting_NotBeneficiary(address caller, address beneficiary);
    error TokenVesting_NotGranted(bytes32 grantId);
    error TokenVesting_NotGranter(address caller, address granter);
    error TokenVesting_NotReclaimable(bytes32 campaignId, uint40 expiresAt);
    error TokenVesting_NotRevocable(bytes32 grantId);
    error TokenVesting_NothingGranted();
    error TokenVesting_ScheduleMismatch(bytes32 expected, bytes32 given);
    error TokenVesting_SignatureExpired(uint40 deadline);
    error TokenVesting_SignatureInvalid(address signer);
    error TokenVesting_StepInvalid(uint256 index);
    error TokenVesting_TooManySteps(uint256 count);
    error TokenVesting_TransferInexact(uint256 asked, uint256 received);

    /* GRANTERS */

    /// @notice Grants what arrives of `total` to `beneficiary`, from the caller, on the official schedule.
    /// @dev Emits a {Granted} event.
    /// Requirements:
    /// - the grant's id was never used;
    /// - `beneficiary` is neither zero nor this contract, and something arrives;
    /// - the caller approved `total`.
    /// @param total In wei of `token`.
    function grant(address beneficiary, address token, uint64 salt, uint96 total, bool isRevocable)
        external
        returns (bytes32 grantId);

    /// @notice Does what {grant} does, on a custom schedule.
    /// @dev Emits a {ScheduleUsed} and a {Granted} event.
    /// Requirements: those of {grant}, and `schedule` has at most 64 steps, in order and not overlapping, each with a time
    /// and a weight above zero.
    function grantCustom(
        address beneficiary,
        address token,
        uint64 salt,
        uint96 total,
        bool isRevocable,
        Step[] calldata schedule
    ) external returns (bytes32 grantId);

    /// @notice Makes a grant for each of `awards`, from the caller, with one transfer.
    /// @dev Emits a {Granted} event each, and a {ScheduleUsed} event if the schedule is custom.
    /// Requirements: those of {grant} for each, no beneficiary twice, and `token` delivers all of the sum.
    function grantMany(
        address token,
        uint64 salt,
        bool isRevocable,
        Step[] calldata schedule,
        Award[] calldata awards
    ) external;

    /// @notice Ends a grant: pays what has vested, and returns the rest to the caller.
    /// @dev Emits a {Revoked} event.
    /// Notes:
    /// - vested tokens that cannot be paid stay in the grant, so a beneficiary that `token` refuses stops nobody;
    /// - the id is never usable again.
    /// Requirements: the caller is the granter, the grant is revocable, and was not revoked.
    /// @return refunded What returned to the caller, in wei.
    function revoke(GrantKey calldata key, Step[] calldata schedule) external returns (uint256 refunded);

    /* BENEFICIARIES */

    /// @notice Pays what a grant on the official schedule has vested and not yet paid.
    /// @dev Emits a {Released} event, if anything is due. Anyone may call it; it can pay nobody but the beneficiary, or the
    /// owner of the position.
    /// @return amount What was paid, in wei.
    function release(GrantKey calldata key) external returns (uint256 amount);

    /// @notice Does what {release} does, for a grant on a custom schedule.
    function releaseCustom(GrantKey calldata key, Step[] calldata schedule) external returns (uint256 amount);

    /// @notice Pays what is due to another address, for a beneficiary that `token` refuses, say.
    /// @dev Emits a {Released} event. Requirements: the caller is the beneficiary, or owns the position.
    function releaseTo(GrantKey calldata key, Step[] calldata schedule, address to)
        external
        returns (uint256 amount);

    /// @notice Pays what is due to where the beneficiary, or the owner of the position, has signed.
    /// @dev Emits a {Released} event. The signature names what was released before, so it is good for one release.
    function releaseBySig(GrantKey calldata key, Step[] calldata schedule, Delegation calldata delegation)
        external
        returns (uint256 amount);

    /// @notice Makes the caller's grant a position, an ERC-721 with the grant's id: who owns it is paid from now on.
    /// @dev Emits a {PositionMinted} event. Requirements: the caller is the beneficiary, and it is no position yet.
    function mintPosition(GrantKey calldata key, Step[] calldata schedule) external;

    /* CAMPAIGNS */

    /// @notice Funds a campaign of the caller's, a new one or more of an old one, with what arrives of `amount`.
    /// @dev Emits a {CampaignFunded} event, and a {ScheduleUsed} event if the schedule is custom.
    /// Notes:
    /// - the campaign pays what was put in at most, whatever its tree promises;
    /// - it takes no transaction for each share, no contract, and two slots for 160 shares.
    /// Requirements: the caller is the granter, it was not clawed back, and `schedule` is a valid one that the terms name.
    /// @param root Of the Merkle tree of its shares; see {Share}.
    function fundCampaign(CampaignTerms calldata terms, bytes32 root, Step[] calldata schedule, uint96 amount)
        external
        returns (bytes32 campaignId);

    /// @notice Claims a share for its beneficiary: all of it, or the first payment of a grant, which {release} goes on with.
    /// @dev Emits a {Claimed} event. Anyone may call it; it can pay nobody but the beneficiary.
    /// Requirements:
    /// - the share is in a campaign's tree, and no share of its index was claimed;
    /// - the campaign neither expired nor was clawed back, and it and the lot hold enough.
    /// @return paid What was paid, in wei.
    function claim(CampaignTerms calldata terms, Share calldata share, bytes32[] calldata proof)
        external
        returns (uint256 paid);

    /// @notice Does what {claim} does, for a campaign on a custom schedule.
    function claimCustom(
        CampaignTerms calldata terms,
        Share calldata share,
        bytes32[] calldata proof,
        Step[] calldata schedule
    ) external returns (uint256 paid);

    /// @notice Does what {claim} does, and pays another address. Requirements: the caller is the beneficiary.
    function claimTo(
        CampaignTerms calldata terms,
        Share calldata share,
        bytes32[] calldata proof,
        Step[] calldata schedule,
        address to
    ) external returns (uint256 paid);

    /// @notice Does what {claim} does, and pays where the beneficiary has signed.
    function claimBySig(
        CampaignTerms calldata terms,
        Share calldata share,
        bytes32[] calldata proof,
        Step[] calldata schedule,
        Delegation calldata delegation
    ) external returns (uint256 paid);

    /// @notice Closes a campaign, and returns to its granter what no lot reserved and what is left in `lots`.
    /// @dev Emits a {ClawedBack} event. May be called again for other lots.
    /// Requirements: the caller is the granter; the campaign has expired, or nothing was claimed.
    /// @return amount In wei.
    function clawback(CampaignTerms calldata terms, bytes32 root, uint256[] calldata lots)
        external
        returns (uint256 amount);

    /* VIEWS */

    /// @return The id that names the grant on this contract, and the chain that it was deployed on.
    function grantIdOf(GrantKey calldata key) external view returns (bytes32);

    /// @return What stands about a grant; all zero for one that was never made.
    function grantOf(bytes32 grantId) external view returns (Grant memory);

    /// @return What has vested of a grant by now, in wei.
    function vestedOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256);

    /// @return What has vested and was not paid yet, in wei.
    function releasableOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256);

    /// @return The name of a schedule in keys and terms; 0 for an empty one, which is the official.
    function scheduleHashOf(Step[] calldata schedule) external pure returns (bytes32);

    /// @return The steps that give `initialBps` of the total at `start`, nothing until `cliff`, then what has accrued of a
    /// straight line of the rest from `start` to `end`.
    function linearSchedule(uint40 start, uint256 initialBps, uint40 cliff, uint40 end)
        external
        pure
        returns (Step[] memory);

    /// @return The id that names the campaign on this contract, and the chain that it was deployed on.
    function campaignIdOf(CampaignTerms calldata terms, bytes32 root) external view returns (bytes32);

    /// @return What stands about a campaign; all zero for one that was never funded.
    function campaignOf(bytes32 campaignId) external view returns (Campaign memory);

    /// @return What stands about the shares of a campaign whose index / 160 is `lot`.
    function lotOf(bytes32 campaignId, uint256 lot) external view returns (Lot memory);

    /// @return The key of the grant that a claim of `share` opens.
    function claimKeyOf(CampaignTerms calldata terms, bytes32 campaignId, Share calldata share)
        external
        pure
        returns (GrantKey memory);

    /// @return The EIP-712 digest that lets anyone release what is due of a grant, which has paid `released`, to `to`.
    function releaseDigest(bytes32 grantId, address to, uint256 released, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @return The EIP-712 digest that lets anyone claim a share of a campaign to `to`.
    function claimDigest(bytes32 campaignId, uint256 index, address to, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @return When the official schedule begins, in seconds.
    function LAUNCH() external view returns (uint40);

    /// @return The ERC-721 of the positions.
    function POSITIONS() external view returns (IPositionToken);

    /// @return The schedule of a campaign that pays at once.
    function INSTANT() external view returns (bytes32);
}
