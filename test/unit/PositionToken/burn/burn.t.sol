// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionIssuer} from "test/helpers/PositionIssuer.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_Burn_Test is PositionScene {
    function test_RevertGiven_ThePositionDoesNotExist() external {
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        streams.burn(positions, ID);
    }

    function test_RevertWhen_TheCallerOwnsThePosition() external {
        streams.mint(positions, OWNER, ID);
        vm.prank(OWNER);
        vm.expectRevert(abi.encodeWithSelector(IPositionToken.PositionToken_NotIssuer.selector, OWNER));
        positions.burn(ID);
    }

    function test_RevertWhen_TheCallerIsTheOtherIssuer() external {
        streams.mint(positions, OWNER, ID);
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_NotIssuer.selector, address(vesting))
        );
        vesting.burn(positions, ID);
    }

    function test_WhenTheStreamingProtocolBurnsItsOwn() external {
        streams.mint(positions, OWNER, ID);
        _expectBurn(streams, OWNER);
    }

    function test_WhenTheVestingBurnsItsOwn() external {
        vesting.mint(positions, OWNER, ID);
        _expectBurn(vesting, OWNER);
    }

    function test_GivenThePositionWasTransferred() external {
        vesting.mint(positions, OWNER, ID);
        vm.prank(OWNER);
        positions.transferFrom(OWNER, STRANGER, ID);
        _expectBurn(vesting, STRANGER);
    }

    function test_GivenSomebodyIsApproved() external {
        vm.record();
        vesting.mint(positions, OWNER, ID);
        vm.prank(OWNER);
        positions.approve(STRANGER, ID);
        vesting.burn(positions, ID);
        (, bytes32[] memory written) = vm.accesses(address(positions));
        assertGt(written.length, 0);
        for (uint256 i; i < written.length; ++i) {
            assertEq(vm.load(address(positions), written[i]), 0);
        }
    }

    function _expectBurn(PositionIssuer issuer, address owner) private {
        vm.expectEmit(address(positions));
        emit ERC721.Transfer(owner, address(0), ID);
        issuer.burn(positions, ID);
        assertEq(positions.balanceOf(owner), 0);
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.ownerOf(ID);
    }
}
