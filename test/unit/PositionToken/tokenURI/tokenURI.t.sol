// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC721} from "solady/tokens/ERC721.sol";
import {LibString} from "solady/utils/LibString.sol";

import {IPositionToken} from "src/interfaces/IPositionToken.sol";
import {TokenText} from "src/libraries/TokenText.sol";
import {PositionFacts} from "src/types/Position.sol";
import {PositionIssuer} from "test/helpers/PositionIssuer.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";
import {GasBurningToken} from "test/helpers/tokens/GasBurningToken.sol";
import {LongSymbolToken} from "test/helpers/tokens/LongSymbolToken.sol";
import {RawMetadataToken} from "test/helpers/tokens/RawMetadataToken.sol";

contract PositionToken_TokenURI_Test is PositionScene {
    using LibString for string;

    uint256 private constant SYMBOL = 1;
    uint256 private constant TOTAL = 2;
    uint256 private constant REVOCABLE = 6;

    function test_RevertGiven_ThePositionDoesNotExist() external {
        vm.expectRevert(ERC721.TokenDoesNotExist.selector);
        positions.tokenURI(ID);
    }

    function test_RevertGiven_TheIssuerDoesNotKnowThePosition() external {
        vesting.mint(positions, OWNER, ID);
        bytes memory reason = abi.encodeWithSelector(PositionIssuer.PositionIssuer_Unknown.selector, ID);
        vm.expectRevert(
            abi.encodeWithSelector(IPositionToken.PositionToken_FactsUnavailable.selector, ID, reason)
        );
        positions.tokenURI(ID);
    }

    function test_GivenThePositionWasIssued() external {
        string memory json = issue(facts());
        assertEq(vm.parseJsonString(json, ".name"), "Tributary Vesting 0xa1b2..c3d4");
        assertTrue(vm.parseJsonString(json, ".description").contains(LibString.toHexString(address(vesting))));
        string[6] memory values =
            [LibString.toHexString(address(token)), "TEST", "1,000", "250", "125", "14 Nov 2027"];
        for (uint256 i; i < values.length; ++i) {
            assertEq(attribute(json, i), values[i]);
        }

        string memory svg = svgOf(json);
        string[8] memory shown =
            ["0xa1b2..c3d4", "Vesting", "TEST", "25.0%", "1,000", "250", "125", "ends 14 Nov 2027"];
        for (uint256 i; i < shown.length; ++i) {
            assertShows(svg, shown[i]);
        }
        _assertRing(svg, 150, 75);
    }

    function test_GivenTheEndIsOpen() external {
        PositionFacts memory told = facts();
        told.endsAt = 0;
        assertShows(svgOf(issue(told)), "open end");
    }

    function test_GivenTheEndHasCome() external {
        PositionFacts memory told = facts();
        told.endsAt = uint40(block.timestamp);
        assertShows(svgOf(issue(told)), "ended 15 Jan 2027");
    }

    function test_GivenNothingWasPutIn() external {
        PositionFacts memory told = facts();
        (told.total, told.paid, told.due) = (0, 0, 0);
        string memory svg = svgOf(issue(told));
        assertShows(svg, "0.0%");
        _assertRing(svg, 0, 0);
    }

    function test_GivenEverythingIsPaid() external {
        PositionFacts memory told = facts();
        (told.paid, told.due) = (told.total, 0);
        string memory svg = svgOf(issue(told));
        assertShows(svg, "100.0%");
        _assertRing(svg, 600, 0);
    }

    function test_GivenTheFactsExceedTheTotal() external {
        PositionFacts memory told = facts();
        told.due = type(uint256).max;
        _assertRing(svgOf(issue(told)), 150, 450);
        told.paid = type(uint256).max;
        vesting.setFacts(ID, told);
        _assertRing(svgOf(jsonOf(ID)), 600, 0);
    }

    function test_GivenTheKindIsHostile() external {
        PositionFacts memory told = facts();
        told.kind = '"},<script>alert(1)</script>';
        string memory json = issue(told);
        assertEq(vm.parseJsonString(json, ".name"), "Tributary scriptaler 0xa1b2..c3d4");
        assertShows(svgOf(json), "scriptaler");
    }

    function test_GivenTheSymbolIsHostile() external {
        _assertSymbol(abi.encode('<a b="&">\\A_1-.\x00\xf0\x9f\x92\xa9Ze3456'), "a bA_1-.Ze");
    }

    function test_GivenTheSymbolIs32Bytes() external {
        _assertSymbol(bytes.concat("MKR", new bytes(29)), "MKR");
    }

    function test_GivenTheSymbolHasNoSafeCharacter() external {
        RawMetadataToken odd = new RawMetadataToken(abi.encode("<>&\"'"), abi.encode(18));
        _assertNameless(address(odd), "1,000");
    }

    function test_GivenTheTokenHasNoSymbolAndNoDecimals() external {
        _assertNameless(address(streams), "1.00e21");
    }

    function test_GivenTheTokenIsNotAContract() external {
        _assertNameless(STRANGER, "1.00e21");
    }

    function test_GivenTheTokenBurnsAllGas() external {
        _assertNameless(address(new GasBurningToken()), "1.00e21");
    }

    function test_GivenTheSymbolIsHuge() external {
        string memory json = _issueOf(address(new LongSymbolToken(150_000)));
        assertEq(attribute(json, SYMBOL), "A");
    }

    function test_GivenTheSymbolIsEndless() external {
        _assertNameless(address(new LongSymbolToken(10_000_000)), "1.00e21");
    }

    function test_GivenTheTokenHasSixDecimals() external {
        _assertTotal(6, 1_234_567_890_123, "1,234,567.89");
    }

    function test_GivenTheTokenHas24Decimals() external {
        _assertTotal(24, 1.5e24, "1.5");
    }

    function test_GivenItPaysETH() external {
        PositionFacts memory told = facts();
        told.token = address(0);
        string memory json = issue(told);
        assertEq(attribute(json, SYMBOL), "ETH");
        assertEq(attribute(json, TOTAL), "1,000");
        assertShows(svgOf(json), "ETH");
    }

    function test_GivenItIsRevocable() external {
        PositionFacts memory told = facts();
        told.isRevocable = true;
        string memory json = issue(told);
        assertEq(attribute(json, REVOCABLE), "yes");
        assertShows(svgOf(json), "revocable");
        told.isRevocable = false;
        vesting.setFacts(ID, told);
        assertEq(attribute(jsonOf(ID), REVOCABLE), "no");
        assertShows(svgOf(jsonOf(ID)), "not revocable");
    }

    function test_GivenItEndsAfterAllTime() external {
        PositionFacts memory told = facts();
        told.endsAt = type(uint40).max;
        assertShows(svgOf(issue(told)), "ends 20 Feb 36812");
    }

    function test_GivenTheTokenHasMoreDecimalsThanAWord() external {
        _assertTotal(77, 42, "dust");
        _assertTotal(78, 42, "42");
        _assertTotal(type(uint256).max, 42, "42");
    }

    /// @dev The ring is 600 around; see {PositionArt}.
    function _assertRing(string memory svg, uint256 paid, uint256 due) private pure {
        assertTrue(svg.contains(_arc("url(#a)", 0, paid)), "what is paid");
        assertTrue(svg.contains(_arc("#fff", paid, due)), "what is due");
    }

    function _arc(string memory colour, uint256 from, uint256 length) private pure returns (string memory) {
        string memory dashes = string.concat("0 ", vm.toString(from), " ", vm.toString(length), ' 600"');
        return string.concat('stroke="', colour, '" stroke-dasharray="', dashes);
    }

    function _assertSymbol(bytes memory answer, string memory expected) private {
        string memory json = _issueOf(address(new RawMetadataToken(answer, abi.encode(18))));
        assertEq(attribute(json, SYMBOL), expected);
        assertShows(svgOf(json), expected);
    }

    function _assertNameless(address odd, string memory total) private {
        string memory json = _issueOf(odd);
        assertEq(attribute(json, SYMBOL), TokenText.short(uint160(odd), 20));
        assertEq(attribute(json, TOTAL), total);
    }

    function _assertTotal(uint256 decimals, uint256 total, string memory expected) private {
        PositionFacts memory told = facts();
        told.token = address(new RawMetadataToken(abi.encode("ODD"), abi.encode(decimals)));
        told.total = total;
        vesting.setFacts(ID, told);
        if (positions.balanceOf(OWNER) == 0) vesting.mint(positions, OWNER, ID);
        assertEq(attribute(jsonOf(ID), TOTAL), expected);
    }

    function _issueOf(address odd) private returns (string memory json) {
        PositionFacts memory told = facts();
        told.token = odd;
        vesting.setFacts(ID, told);
        vesting.mint(positions, OWNER, ID);
        uint256 before = gasleft();
        positions.tokenURI(ID);
        assertLt(before - gasleft(), 700_000, "whatever the token does");
        return jsonOf(ID);
    }
}
