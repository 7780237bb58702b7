// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {Role} from "src/types/Operator.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";

contract OperatorRegistry_Lock_Test is LockProbe {
    /// @dev Where solady's guard would keep the lock if it kept it in storage.
    bytes32 private constant GUARD_SLOT = bytes32(uint256(0x8000000000ab143c06));
    OperatorRegistry private _operators;

    function setUp() public override {
        super.setUp();
        _operators = new OperatorRegistry(address(token), 1, 1, new address[](0));
        token.mint(address(this), 1e18);
        token.approve(address(_operators), 1e18);
        _operators.register(Role.Edge, "eu-west", "https://edge.example", 1);
    }

    function test_WhenTheTokenCallsBack() external {
        bytes[] memory calls = new bytes[](4);
        calls[0] = abi.encodeCall(IOperatorRegistry.register, (Role.Edge, "eu-west", "https://e", 1));
        calls[1] = abi.encodeCall(IOperatorRegistry.addBond, (address(this), 1));
        calls[2] = abi.encodeCall(IOperatorRegistry.withdrawBond, ());
        calls[3] = abi.encodeCall(IOperatorRegistry.slash, (address(this), address(this)));
        assertLocked(address(_operators), calls, _addBond);
    }

    function test_WhenACallIsOver() external {
        vm.record();
        _addBond();
        (, bytes32[] memory written) = vm.accesses(address(_operators));
        for (uint256 i; i < written.length; ++i) {
            assertNotEq(written[i], GUARD_SLOT, "the lock is transient on every chain");
        }
    }

    function _addBond() private {
        _operators.addBond(address(this), 1);
    }
}
