// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {IPositionIssuer, IPositionToken} from "src/interfaces/IPositionToken.sol";
import {Allotment, Campaign, CampaignTerms, Lot} from "src/types/Campaign.sol";
import {Delegation} from "src/types/Delegation.sol";
import {Award, Grant, GrantKey} from "src/types/Grant.sol";
import {Step} from "src/types/VestingSchedule.sol";

/// @title TokenVesting
/// @notice Every vesting grant in one contract: made directly, in a batch, or redeemed from a Merkle root; on the official
/// schedule or a custom one; revocable or not.
/// @dev A grant has paid the same by the same time, whoever called and however often.
/// Notes:
/// - a function that takes a schedule takes the whole schedule; an empty one stands for the official schedule;
/// - a grant opens with a {Granted} event, or with a {Redeemed} event of a campaign that vests;
/// - what a grant has released is `paid` of its {Redeemed} event, and the sums of its {Released} and {Revoked} events;
/// - of a token that keeps a fee, the amount that arrives is granted. A token that rebases is not supported.
interface ITokenVesting is IPositionIssuer {
    /// @param schedule The name of the schedule; 0 for the official one. {ScheduleUsed} has the steps.
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
    /// @param paid The vested amount that the beneficiary was paid now, in wei.
    /// @param refunded The rest, which returned to the granter, in wei.
    event Revoked(bytes32 indexed grantId, uint256 paid, uint256 refunded);
    /// @notice The grant can never be revoked from now on.
    event RevocabilityRenounced(bytes32 indexed grantId);
    event PositionMinted(bytes32 indexed grantId, address indexed beneficiary);
    /// @param amount The funding that arrived and is kept, in wei.
    event CampaignFunded(bytes32 indexed campaignId, CampaignTerms terms, bytes32 root, uint96 amount);
    /// @notice The first redemption of a lot: the campaign's funding keeps `total` wei for the lot from now on.
    event LotOpened(bytes32 indexed campaignId, uint256 lot, uint96 total);
    /// @param grantId The grant of `amount` wei that opened; 0 for a campaign that pays at once.
    /// @param paid The part of `amount` that was paid now, in wei.
    event Redeemed(
        bytes32 indexed campaignId,
        address indexed beneficiary,
        uint256 index,
        uint96 amount,
        bytes32 grantId,
        uint256 paid
    );
    /// @param lots The lots whose remaining amounts were taken.
    event ClawedBack(bytes32 indexed campaignId, uint256[] lots, uint256 amount);

    error TokenVesting_AlreadyRedeemed(bytes32 campaignId, uint256 index);
    error TokenVesting_AlreadyPosition(bytes32 grantId);
    /// @notice The grant's id was used before: choose another salt.
    error TokenVesting_AlreadyUsed(bytes32 grantId);
    error TokenVesting_CampaignClosed(bytes32 campaignId);
    error TokenVesting_CampaignExpired(uint40 expiresAt);
    /// @notice The lot needs `asked` wei, and the campaign has only `left`: the granter must add funding.
    error TokenVesting_CampaignTooSmall(bytes32 campaignId, uint256 asked, uint256 left);
    /// @notice Neither the zero address nor this contract can be paid.
    error TokenVesting_DestinationInvalid(address to);
    /// @notice A line needs a start above 0, then the cliff, then the end, and at most 10,000 bps.
    error TokenVesting_LineInvalid(uint40 start, uint256 initialBps, uint40 cliff, uint40 end);
    /// @notice The lot's allotments promise more than the lot's total.
    error TokenVesting_LotTooSmall(bytes32 campaignId, uint256 lot, uint256 asked, uint256 left);
    error TokenVesting_NotBeneficiary(address caller, address beneficiary);
    error TokenVesting_NotGranted(bytes32 grantId);
    error TokenVesting_NotGranter(address caller, address granter);
    /// @notice Before its expiry (0: never), a campaign can be closed only while no lot is open, or once every lot is; and no lot's
    /// rest can be taken.
    error TokenVesting_CampaignNotExpired(bytes32 campaignId, uint40 expiresAt);
    /// @notice The grant is not revocable, or was revoked before.
    error TokenVesting_NotRevocable(bytes32 grantId);
    error TokenVesting_NothingGranted();
    /// @notice Give the schedule whose hash is `expected`; an empty one for 0.
    error TokenVesting_ScheduleMismatch(bytes32 expected, bytes32 given);
    error TokenVesting_SignatureExpired(uint40 deadline);
    error TokenVesting_SignatureInvalid(address signer);
    /// @notice The step begins before the last step ends, ends before its own beginning, or has no weight.
    error TokenVesting_StepInvalid(uint256 index);
    error TokenVesting_TooManySteps(uint256 count);
    /// @notice The token delivered another amount than asked: grant one by one for a token that keeps a fee.
    error TokenVesting_TransferInexact(uint256 asked, uint256 received);

    /* GRANTERS */

    /// @notice Grants the part of `total` that arrives to `beneficiary`, from the caller, on the official schedule.
    /// @dev Emits a {Granted} event.
    /// Requirements:
    /// - the grant's id was never used;
    /// - `beneficiary` is neither zero nor this contract, and a part of `total` arrives;
    /// - the caller approved `total`.
    /// @param total In wei of `token`.
    function grant(address beneficiary, address token, uint64 salt, uint96 total, bool isRevocable)
        external
        returns (bytes32 grantId);

    /// @notice Grants like {grant}, on a custom schedule.
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
    /// @dev Emits a {Granted} event for each, and a {ScheduleUsed} event if the schedule is custom.
    /// Requirements: those of {grant} for each, no beneficiary twice, and `token` delivers the whole sum.
    function grantMany(
        address token,
        uint64 salt,
        bool isRevocable,
        Step[] calldata schedule,
        Award[] calldata awards
    ) external;

    /// @notice Ends a grant: pays the vested amount, and returns the rest to the caller.
    /// @dev Emits a {Revoked} event.
    /// Notes:
    /// - who owned the position before the call is paid, whatever the token does on the way;
    /// - vested tokens that cannot be paid stay in the grant, so a beneficiary that `token` refuses stops no revocation;
    /// - the id can never be used again.
    /// Requirements: the caller is the granter, the grant is revocable, and was not revoked.
    /// @return refunded The amount that returned to the caller, in wei.
    function revoke(GrantKey calldata key, Step[] calldata schedule) external returns (uint256 refunded);

    /// @notice Gives up the caller's right to revoke a grant, for ever.
    /// @dev Emits a {RevocabilityRenounced} event. Requirements: those of {revoke}.
    function renounceRevocability(GrantKey calldata key) external;

    /* BENEFICIARIES */

    /// @notice Pays the amount of a grant on the official schedule that has vested and was not paid yet.
    /// @dev Emits a {Released} event if an amount is due. Anyone may call; only the beneficiary, or the owner of the position,
    /// can be paid. Of a position that is restricted ({IPositionToken.restrict}), the owner alone may call.
    /// @return amount The amount that was paid, in wei.
    function release(GrantKey calldata key) external returns (uint256 amount);

    /// @notice Releases like {release}, for a grant on a custom schedule.
    function releaseCustom(GrantKey calldata key, Step[] calldata schedule) external returns (uint256 amount);

    /// @notice Pays the due amount to another address, for example if `token` refuses the beneficiary.
    /// @dev Emits a {Released} event. Requirements: the caller is the beneficiary, or owns the position.
    function releaseTo(GrantKey calldata key, Step[] calldata schedule, address to)
        external
        returns (uint256 amount);

    /// @notice Pays the due amount to the address that the beneficiary, or the owner of the position, has signed.
    /// @dev Emits a {Released} event. The signature names the sum that was released before, so a signature is good for one
    /// release.
    function releaseBySig(GrantKey calldata key, Step[] calldata schedule, Delegation calldata delegation)
        external
        returns (uint256 amount);

    /// @notice Makes the caller's grant a position, an ERC-721 with the grant's id: the position's owner is paid from now on.
    /// @dev Emits a {PositionMinted} event. Requirements: the caller is the beneficiary, and the grant is no position yet.
    function mintPosition(GrantKey calldata key, Step[] calldata schedule) external;

    /* CAMPAIGNS */

    /// @notice Funds a campaign of the caller, new or old, with the part of `amount` that arrives and is missing.
    /// @dev Emits a {CampaignFunded} event, and a {ScheduleUsed} event if the schedule is custom.
    /// Notes:
    /// - the campaign pays its funding at most, whatever the tree promises;
    /// - the campaign takes no more than the total of its terms: what exceeds the total stays with the caller;
    /// - a campaign needs no transaction for each allotment, no contract, and two storage words for 160 allotments.
    /// Requirements: the caller is the granter, the campaign was not clawed back, and `schedule` is the valid schedule that the
    /// terms name.
    /// @param root The root of the Merkle tree of the campaign's allotments; see {Allotment}.
    function fundCampaign(CampaignTerms calldata terms, bytes32 root, Step[] calldata schedule, uint96 amount)
        external
        returns (bytes32 campaignId);

    /// @notice Redeems an allotment for its beneficiary: pays the whole allotment, or opens a grant and pays the due amount.
    /// {release} pays the rest of the grant.
    /// @dev Emits a {Redeemed} event, and a {LotOpened} event for the first of a lot. Anyone may call; only the beneficiary can be
    /// paid.
    /// Requirements:
    /// - the allotment is in a campaign's tree, and no allotment of the same index was redeemed;
    /// - the campaign neither expired nor was clawed back; the campaign and the lot hold enough.
    /// @return paid The amount that was paid, in wei.
    function redeem(CampaignTerms calldata terms, Allotment calldata allotment, bytes32[] calldata proof)
        external
        returns (uint256 paid);

    /// @notice Redeems like {redeem}, for a campaign on a custom schedule.
    function redeemCustom(
        CampaignTerms calldata terms,
        Allotment calldata allotment,
        bytes32[] calldata proof,
        Step[] calldata schedule
    ) external returns (uint256 paid);

    /// @notice Redeems like {redeem}, and pays another address. Requirements: the caller is the beneficiary.
    function redeemTo(
        CampaignTerms calldata terms,
        Allotment calldata allotment,
        bytes32[] calldata proof,
        Step[] calldata schedule,
        address to
    ) external returns (uint256 paid);

    /// @notice Redeems like {redeem}, and pays the address that the beneficiary has signed.
    function redeemBySig(
        CampaignTerms calldata terms,
        Allotment calldata allotment,
        bytes32[] calldata proof,
        Step[] calldata schedule,
        Delegation calldata delegation
    ) external returns (uint256 paid);

    /// @notice Closes a campaign, and returns the unreserved funding and the rest of `lots` to the granter.
    /// @dev Emits a {ClawedBack} event. The granter may call again for other lots.
    /// Notes:
    /// - an open lot keeps what its allotments come to: a closed campaign that has not expired still pays them.
    /// Requirements: the caller is the granter; the campaign has expired, or `lots` is empty and either no lot is open or every
    /// lot is, which {campaignOf} shows by as much reserved as the total.
    /// @return amount In wei.
    function clawback(CampaignTerms calldata terms, bytes32 root, uint256[] calldata lots)
        external
        returns (uint256 amount);

    /* VIEWS */

    /// @return The id of the grant, on this contract and the chain of its deployment.
    function grantIdOf(GrantKey calldata key) external view returns (bytes32);

    /// @return The stored state of a grant; all zero for a grant that was never made.
    function grantOf(bytes32 grantId) external view returns (Grant memory);

    /// @return The amount of a grant that has vested by now, in wei.
    function vestedOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256);

    /// @return The amount that has vested and was not paid yet, in wei.
    function releasableOf(GrantKey calldata key, Step[] calldata schedule) external view returns (uint256);

    /// @return The name of a schedule in keys and terms; 0 for an empty schedule, which is the official one.
    function scheduleHashOf(Step[] calldata schedule) external pure returns (bytes32);

    /// @return The steps that give `initialBps` of the total at `start`, nothing until `cliff`, then the accrued part of a
    /// straight line of the rest from `start` to `end`.
    function linearSchedule(uint40 start, uint256 initialBps, uint40 cliff, uint40 end)
        external
        pure
        returns (Step[] memory);

    /// @return The id of the campaign, on this contract and the chain of its deployment.
    function campaignIdOf(CampaignTerms calldata terms, bytes32 root) external view returns (bytes32);

    /// @return The stored state of a campaign; all zero for a campaign that was never funded.
    function campaignOf(bytes32 campaignId) external view returns (Campaign memory);

    /// @return The stored state of the allotments of a campaign whose index / 160 is `lot`.
    function lotOf(bytes32 campaignId, uint256 lot) external view returns (Lot memory);

    /// @return The key of the grant that a redemption of `allotment` opens.
    function grantKeyOf(CampaignTerms calldata terms, bytes32 campaignId, Allotment calldata allotment)
        external
        pure
        returns (GrantKey memory);

    /// @return The EIP-712 digest that lets anyone release the due amount of a grant, which has paid `released`, to `to`.
    function releaseDigest(bytes32 grantId, address to, uint256 released, uint40 deadline)
        external
        view
        returns (bytes32);

    /// @return The EIP-712 digest that lets anyone redeem an allotment of a campaign to `to`.
    function redeemDigest(bytes32 campaignId, uint256 index, address to, uint40 deadline)
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
