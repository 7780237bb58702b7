// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_SequencerOfWork_Test is ContentScene {
    string private constant OF_PUBLISHER = "https://publisher.example";
    string private constant OF_PAYEE = "https://payee.example";

    function test_GivenTheWorkWasNeverRegistered() external {
        _name(PUBLISHER, OF_PUBLISHER);
        assertEq(contents.sequencerOfWork("nothing"), "");
    }

    function test_GivenNobodyNamedASequencer() external {
        _name(STRANGER, OF_PAYEE);
        assertEq(contents.sequencerOfWork(publishLive("a")), "");
    }

    function test_GivenThePublisherNamedOne() external {
        _name(PUBLISHER, OF_PUBLISHER);
        assertEq(contents.sequencerOfWork(publishLive("a")), OF_PUBLISHER);
    }

    function test_GivenThePayeeNamedOneToo() external {
        _name(PUBLISHER, OF_PUBLISHER);
        _name(CREATOR.toAddress(), OF_PAYEE);
        assertEq(contents.sequencerOfWork(publishLive("a")), OF_PAYEE);
    }

    function test_GivenThePayeeTookTheNameBack() external {
        _name(PUBLISHER, OF_PUBLISHER);
        _name(CREATOR.toAddress(), OF_PAYEE);
        _name(CREATOR.toAddress(), "");
        assertEq(contents.sequencerOfWork(publishLive("a")), OF_PUBLISHER);
    }

    function test_GivenThePayeeIsASplit() external {
        SplitId split = rollup.registerSplit(1);
        // the address whose number the split has
        _name(address(uint160(SplitId.unwrap(split))), OF_PAYEE);
        _name(PUBLISHER, OF_PUBLISHER);
        vm.prank(PUBLISHER);
        bytes32 work = contents.registerLive("a", payeeOf(split), RATE);
        assertEq(contents.sequencerOfWork(work), OF_PUBLISHER);
    }

    function _name(address account, string memory endpoint) private {
        vm.prank(account);
        contents.nameSequencer(endpoint);
    }
}
