// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IContentRegistry} from "src/interfaces/IContentRegistry.sol";
import {Payee} from "src/types/Payee.sol";
import {ContentScene} from "test/helpers/ContentScene.sol";

contract ContentRegistry_PayeeOf_Test is ContentScene {
    function test_RevertGiven_TheWorkWasNeverRegistered() external {
        bytes32 none = "nothing";
        vm.expectRevert(abi.encodeWithSelector(IContentRegistry.ContentRegistry_Unknown.selector, none));
        contents.payeeOf(none);
    }

    function test_GivenTheWorkWasRegistered() external {
        Payee payee = contents.payeeOf(publishLive("a"));
        assertEq(Payee.unwrap(payee), Payee.unwrap(CREATOR));
    }
}
