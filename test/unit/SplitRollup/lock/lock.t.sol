// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {IClaimVerifier, ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {SplitId} from "src/types/SplitId.sol";
import {LockProbe} from "test/helpers/LockProbe.sol";

contract SplitRollup_Lock_Test is LockProbe {
    bytes private constant ENTRY = abi.encodePacked(uint8(0), uint96(1));
    SplitRollup private _rollup;

    function setUp() public override {
        super.setUp();
        _rollup =
            new SplitRollup(address(token), 1, 1, ISettleVerifier(address(0)), IClaimVerifier(address(0)));
        _rollup.registerSplit(1);
        token.mint(address(this), 1e18);
        token.approve(address(_rollup), 1e18);
    }

    function test_WhenTheTokenCallsBack() external {
        Groth16Proof memory proof;
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(ISplitRollup.credit, (0, ENTRY));
        calls[1] = abi.encodeCall(ISplitRollup.settle, (0, "", 1, address(this), proof));
        calls[2] = abi.encodeCall(ISplitRollup.claim, (SplitId.wrap(0), 0, address(this), 1, 1, proof));
        assertLocked(address(_rollup), calls, _credit);
    }

    function _credit() private {
        _rollup.credit(0, ENTRY);
    }
}
