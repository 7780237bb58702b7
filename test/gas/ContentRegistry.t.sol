// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ContentScene} from "test/helpers/ContentScene.sol";
import {GasCeiling} from "test/helpers/GasCeiling.sol";

/// @notice What a transaction costs, its 21,000 and its call data included. Measured, and 2 % above it asserted.
/// forge-config: default.isolate = true
contract ContentRegistry_GasTest is ContentScene, GasCeiling {
    function setUp() public override {
        super.setUp();
        // the list's length is no new storage word
        publishLive("first");
    }

    function test_Register() external {
        publish("second", leavesOf(1));
        assertCost("register", 145_627);
    }

    function test_RegisterLive() external {
        publishLive("second");
        assertCost("registerLive", 119_050);
    }

    function test_NameSequencer() external {
        contents.nameSequencer("https://sequencer.example");
        assertCost("nameSequencer, 25 bytes", 46_874);
    }

    function test_ListOne() external {
        contents.works(0, 100);
        assertCost("works, one", 15_382);
    }
}
