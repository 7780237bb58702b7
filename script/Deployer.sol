// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {CREATE3} from "solady/utils/CREATE3.sol";

/// @notice Deploys each contract at an address that follows from this contract's address and the contract's name alone.
/// Contracts may so name each other in their constructors, and stand at one address on every chain.
contract Deployer {
    address public immutable OWNER;
    /// @notice No contract deployed here has a log before this block.
    uint256 public immutable START_BLOCK;

    /// @notice The keccak256 of the creation code, with its arguments, that a name was deployed with; zero: not deployed.
    /// The address of a contract does not say what its code is; this does.
    mapping(string name => bytes32) public initCodeHashOf;

    event Deployed(string name, address at, bytes32 initCodeHash);

    error Deployer_NotOwner(address caller);
    error Deployer_NameTaken(string name);

    constructor(address owner) {
        OWNER = owner;
        START_BLOCK = block.number;
    }

    /// @notice Deploys `initCode` under `name`.
    /// Requirements:
    /// - the caller is the owner, so that nobody else fills a known address;
    /// - the name was not deployed before;
    /// - the constructor does not revert, else {CREATE3.DeploymentFailed}.
    function deploy(string calldata name, bytes calldata initCode) external returns (address at) {
        if (msg.sender != OWNER) revert Deployer_NotOwner(msg.sender);
        if (initCodeHashOf[name] != 0) revert Deployer_NameTaken(name);
        bytes32 initCodeHash = keccak256(initCode);
        initCodeHashOf[name] = initCodeHash;
        at = CREATE3.deployDeterministic(initCode, keccak256(bytes(name)));
        emit Deployed(name, at, initCodeHash);
    }

    /// @return Where `name` stands, or will.
    function addressOf(string calldata name) external view returns (address) {
        return CREATE3.predictDeterministicAddress(keccak256(bytes(name)));
    }
}
