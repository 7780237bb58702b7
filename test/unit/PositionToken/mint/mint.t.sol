// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {PositionIssuer} from "test/helpers/PositionIssuer.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";

contract PositionToken_Mint_Test is PositionScene {
    function test_RevertWhen_TheCallerIsNotAnIssuer() external {
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IPositionToken.PositionToken_NotIssuer.selector, STRANGER));
        positions.mint(STRANGER, ID);
    }

    function test_RevertGiven_TheCallerIssuedThePosition() external {
        streams.mint(positions, OWNER, ID);
        vm.expectRevert(ERC721.TokenAlreadyExists.selector);
        streams.mint(positions, STRANGER, ID);
    }

    function test_RevertGiven_TheOtherIssuerIssuedThePosition() external {
        streams.mint(positions, OWNER, ID);
        vm.expectRevert(ERC721.TokenAlreadyExists.selector);
        vesting.mint(positions, STRANGER, ID);
    }

    function test_RevertWhen_TheOwnerIsZero() external {
        vm.expectRevert(ERC721.TransferToZeroAddress.selector);
        streams.mint(positions, address(0), ID);
    }

    function test_WhenTheOwnerIsAContractThatTakesNoTokens() external {
        vesting.mint(positions, address(token), ID);
        assertEq(positions.ownerOf(ID), address(token));
    }

    function test_WhenTheStreamingProtocolMints() external {
        _expectMint(streams);
    }

    function test_WhenTheVestingMints() external {
        _expectMint(vesting);
    }

    function test_GivenThePositionWasBurned() external {
        vesting.mint(positions, OWNER, ID);
        vesting.burn(positions, ID);
        _expectMint(streams);
    }

    function _expectMint(PositionIssuer issuer) private {
        vm.expectEmit(address(positions));
        emit ERC721.Transfer(address(0), OWNER, ID);
        issuer.mint(positions, OWNER, ID);
        assertEq(positions.ownerOf(ID), OWNER);
        assertEq(positions.balanceOf(OWNER), 1);
        assertEq(positions.issuerOf(ID), address(issuer));
    }
}
