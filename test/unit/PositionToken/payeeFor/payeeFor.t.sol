// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_PayeeFor_Test is PositionScene {
    function test_RevertGiven_ThePositionDoesNotExist() external {
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.payeeFor(ID, OWNER);
    }

    function test_RevertGiven_ItIsRestrictedAndAStrangerCalls() external {
        _restricted();
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_Restricted.selector, STRANGER, OWNER)
        );
        positions.payeeFor(ID, STRANGER);
    }

    function test_GivenItIsRestrictedAndTheOwnerCalls() external {
        _restricted();
        assertEq(positions.payeeFor(ID, OWNER), OWNER);
    }

    function test_GivenItIsNotRestricted() external {
        vesting.mint(positions, OWNER, ID);
        assertEq(positions.payeeFor(ID, STRANGER), OWNER);
    }

    function _restricted() private {
        vesting.mint(positions, OWNER, ID);
        vm.prank(OWNER);
        positions.restrict(ID, true);
    }
}
