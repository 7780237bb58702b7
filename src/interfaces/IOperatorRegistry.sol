// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {Operator, Role} from "src/types/Operator.sol";

/// @title OperatorRegistry
/// @notice Lists the operators of nodes, where each serves, and the STREAM that each stands to lose.
/// @dev There is no owner: the courts are fixed when the contract is made.
interface IOperatorRegistry {
    event Registered(
        address indexed operator, Role indexed role, bytes8 indexed region, string endpoint, uint96 bond
    );
    event BondAdded(address indexed operator, address indexed from, uint96 amount);
    event Updated(address indexed operator, bytes8 indexed region, string endpoint);
    event UnbondStarted(address indexed operator, uint40 withdrawableAt);
    event BondWithdrawn(address indexed operator, uint96 amount);
    /// @param rewarded The part of the bond that `beneficiary` received, in wei.
    /// @param burned The rest of the bond, in wei.
    event Slashed(
        address indexed operator,
        address indexed court,
        address indexed beneficiary,
        uint256 rewarded,
        uint256 burned
    );
    /// @notice A court took a part of the bond: half of it went to `beneficiary`, half was burned.
    event BondReduced(
        address indexed operator,
        address indexed court,
        address indexed beneficiary,
        uint256 rewarded,
        uint256 burned
    );

    /// @notice The caller has registered before: withdraw the bond first to change the role.
    error OperatorRegistry_AlreadyRegistered(address operator);
    error OperatorRegistry_BondTooLow(uint96 bond, uint96 minimum);
    /// @notice An endpoint has 1 to `maximum` bytes.
    error OperatorRegistry_EndpointLength(uint256 length, uint256 maximum);
    error OperatorRegistry_NoRole();
    error OperatorRegistry_NotACourt(address caller);
    error OperatorRegistry_NotRegistered(address operator);
    /// @notice The operator must call {startUnbond} first.
    error OperatorRegistry_NotUnbonding(address operator);
    error OperatorRegistry_NothingToSlash(address operator);
    /// @notice A court took the bond: the operator must register from another address.
    error OperatorRegistry_SlashedForever(address operator);
    /// @notice The operator may withdraw from `withdrawableAt` on, in seconds.
    error OperatorRegistry_StillBonded(address operator, uint40 withdrawableAt);
    /// @notice The operator is retiring: withdraw the bond, then register again.
    error OperatorRegistry_Unbonding(address operator);

    /// @notice Registers the caller, and takes the caller's bond.
    /// @dev Emits a {Registered} event.
    /// Requirements:
    /// - the caller is not registered, and was never slashed;
    /// - `role` is not None, and `bond` at least {MINIMUM_BOND};
    /// - `endpoint` has 1 to 256 bytes;
    /// - the caller approved `bond` wei of STREAM.
    function register(Role role, bytes8 region, string calldata endpoint, uint96 bond) external;

    /// @notice Adds `amount` wei of the caller to the bond of `operator`, who serves again once the bond is {MINIMUM_BOND}.
    /// @dev Emits a {BondAdded} event. Requirements: the operator is registered, and not unbonding. Warning: the added amount belongs to the operator, and
    /// can be slashed.
    function addBond(address operator, uint96 amount) external;

    /// @notice Changes the region and the endpoint of the caller.
    /// @dev Emits an {Updated} event. Requirements: the caller serves, and `endpoint` has 1 to 256 bytes.
    function update(bytes8 region, string calldata endpoint) external;

    /// @notice Retires the caller, who is inactive from now on, and may withdraw after {UNBONDING_DELAY}.
    /// @dev Emits an {UnbondStarted} event. Until the withdrawal, a court can slash the caller for what the caller signed.
    function startUnbond() external;

    /// @notice Returns the caller's whole bond, and forgets the caller.
    /// @dev Emits a {BondWithdrawn} event. Requirements: {UNBONDING_DELAY} has passed since {startUnbond}.
    function withdrawBond() external;

    /// @notice Takes the whole bond of `operator`: half goes to `beneficiary`, the rest is burned.
    /// @dev Emits a {Slashed} event. The odd wei is burned.
    /// Requirements:
    /// - the caller is a court;
    /// - `operator` has a bond, serving or unbonding.
    function slash(address operator, address beneficiary) external;

    /// @notice Takes `amount` wei of the bond of `operator`, or what is left: half goes to `beneficiary`, the rest is burned. Below
    /// {MINIMUM_BOND} the operator no longer serves, until somebody adds to the bond.
    /// @dev Emits a {BondReduced} event, unless there is nothing to take. The odd wei is burned.
    /// Requirements: the caller is a court.
    /// @return taken In wei.
    function slashPart(address operator, address beneficiary, uint96 amount) external returns (uint96 taken);

    /// @return Whether `operator` serves in `role` now: registered, with {MINIMUM_BOND}, not unbonding, not slashed.
    function isActive(address operator, Role role) external view returns (bool);

    /// @return The stored state of `operator`; all zero for an address that never registered.
    function operatorOf(address operator) external view returns (Operator memory);

    /// @return The number of operators that serve in `role` now: see {isActive}.
    function operatorCount(Role role) external view returns (uint256);

    /// @notice Lists the operators that serve in `role` now, so that nobody has to read the logs of a chain's whole life.
    /// @dev When an operator leaves, the last takes its place: read all pages at one block.
    /// @param from The first place, from 0.
    /// @param count The most operators to give; the list may end before.
    /// @return accounts The operators.
    /// @return states Their stored states, in the same order.
    function operators(Role role, uint256 from, uint256 count)
        external
        view
        returns (address[] memory accounts, Operator[] memory states);

    /// @return Whether `court` may slash.
    function isCourt(address court) external view returns (bool);

    /// @return The least bond, in wei.
    function MINIMUM_BOND() external view returns (uint96);

    /// @return How long a retiring operator stays slashable, in seconds.
    function UNBONDING_DELAY() external view returns (uint40);
}
