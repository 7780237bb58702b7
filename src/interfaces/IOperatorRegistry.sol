// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

/// @notice What an operator does for the protocol. One address plays one role.
enum Role {
    None,
    Edge,
    Keyholder,
    Sequencer,
    Prover,
    Challenger,
    Watchtower
}

/// @param bond What can be slashed, in wei.
/// @param withdrawableAt When the bond may be withdrawn, in seconds; 0 while the operator serves.
/// @param slashed Whether a court took the bond; the address can never register again.
/// @param region Where it serves, ASCII padded with zeros ("eu-west").
/// @param endpoint The URL it serves at.
struct Operator {
    uint96 bond;
    uint40 withdrawableAt;
    Role role;
    bool slashed;
    bytes8 region;
    string endpoint;
}

/// @title OperatorRegistry
/// @notice Who runs the nodes, where they serve, and the STREAM they stand to lose.
/// @dev There is no owner: the courts are fixed when the contract is made.
interface IOperatorRegistry {
    event Registered(
        address indexed operator, Role indexed role, bytes8 indexed region, string endpoint, uint96 bond
    );
    event BondAdded(address indexed operator, address indexed from, uint96 amount);
    event Updated(address indexed operator, bytes8 indexed region, string endpoint);
    event UnbondStarted(address indexed operator, uint40 withdrawableAt);
    event BondWithdrawn(address indexed operator, uint96 amount);
    event Slashed(
        address indexed operator,
        address indexed court,
        address indexed beneficiary,
        uint256 rewarded,
        uint256 burned
    );

    error OperatorRegistry_AlreadyRegistered(address operator);
    error OperatorRegistry_BondTooLow(uint96 bond, uint96 minimum);
    error OperatorRegistry_EndpointLength(uint256 length, uint256 maximum);
    error OperatorRegistry_NoRole();
    error OperatorRegistry_NotACourt(address caller);
    error OperatorRegistry_NotRegistered(address operator);
    error OperatorRegistry_NotUnbonding(address operator);
    error OperatorRegistry_NothingToSlash(address operator);
    error OperatorRegistry_SlashedForever(address operator);
    error OperatorRegistry_StillBonded(address operator, uint40 withdrawableAt);
    error OperatorRegistry_Unbonding(address operator);

    /// @notice Registers the caller, and takes its bond.
    /// @dev Emits a {Registered} event.
    /// Requirements:
    /// - the caller is not registered, and was never slashed;
    /// - `role` is not None, and `bond` at least {MINIMUM_BOND};
    /// - `endpoint` has 1 to 256 bytes;
    /// - the caller approved `bond` wei of STREAM.
    function register(Role role, bytes8 region, string calldata endpoint, uint96 bond) external;

    /// @notice Adds to the bond of `operator`, from the caller.
    /// @dev Emits a {BondAdded} event. Warning: what is added is the operator's, and can be slashed.
    function addBond(address operator, uint96 amount) external;

    /// @notice Changes where the caller serves.
    /// @dev Emits an {Updated} event.
    function update(bytes8 region, string calldata endpoint) external;

    /// @notice Retires the caller: it stops being active now, and may withdraw after {UNBONDING_DELAY}.
    /// @dev Emits an {UnbondStarted} event. Until it has withdrawn, it can be slashed for what it signed.
    function startUnbond() external;

    /// @notice Returns the caller's whole bond, and forgets the caller.
    /// @dev Emits a {BondWithdrawn} event.
    function withdrawBond() external;

    /// @notice Takes the whole bond of `operator`: half goes to `beneficiary`, the rest is burned.
    /// @dev Emits a {Slashed} event. The odd wei is burned.
    /// Requirements:
    /// - the caller is a court;
    /// - `operator` has a bond, serving or unbonding.
    function slash(address operator, address beneficiary) external;

    /// @return Whether `operator` serves in `role` now: registered, not unbonding, not slashed.
    function isActive(address operator, Role role) external view returns (bool);

    /// @return What stands about `operator`; all zero for one that never registered.
    function operatorOf(address operator) external view returns (Operator memory);

    /// @return Whether `court` may slash.
    function isCourt(address court) external view returns (bool);

    /// @return The least bond, in wei.
    function MINIMUM_BOND() external view returns (uint96);

    /// @return How long an operator that retires stays slashable, in seconds.
    function UNBONDING_DELAY() external view returns (uint40);
}
