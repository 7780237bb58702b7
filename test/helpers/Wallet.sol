// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SignatureCheckerLib} from "solady/utils/SignatureCheckerLib.sol";

/// @notice A contract wallet whose owner signs by ERC-1271, and may be replaced. It takes ETH when it likes to.
contract Wallet {
    error Refused();

    address public owner;
    bool public refuses;

    constructor(address owner_) {
        owner = owner_;
    }

    receive() external payable {
        if (refuses) revert Refused();
    }

    function setOwner(address owner_) external {
        owner = owner_;
    }

    function setRefuses(bool refuses_) external {
        refuses = refuses_;
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        bool valid = SignatureCheckerLib.isValidSignatureNowCalldata(owner, digest, signature);
        return valid ? this.isValidSignature.selector : bytes4(0xffffffff);
    }
}

/// @notice Deploys wallets where anyone can tell beforehand, as ERC-6492 wants it.
contract WalletFactory {
    bytes32 private constant MAGIC = 0x6492649264926492649264926492649264926492649264926492649264926492;

    function deploy(address owner) external returns (Wallet) {
        return new Wallet{salt: 0}(owner);
    }

    function walletOf(address owner) external view returns (address) {
        bytes32 code = keccak256(abi.encodePacked(type(Wallet).creationCode, abi.encode(owner)));
        return
            address(
                uint160(uint256(keccak256(abi.encodePacked(bytes1(0xff), address(this), bytes32(0), code))))
            );
    }

    /// @return `signature` of a wallet that is not deployed yet.
    function wrapped(address owner, bytes calldata signature) external view returns (bytes memory) {
        return bytes.concat(abi.encode(address(this), abi.encodeCall(this.deploy, (owner)), signature), MAGIC);
    }
}
