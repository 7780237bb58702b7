// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {Base64} from "solady/utils/Base64.sol";
import {LibString} from "solady/utils/LibString.sol";

import {PositionToken} from "src/token/PositionToken.sol";
import {PositionFacts} from "src/types/Position.sol";
import {PositionIssuer} from "test/helpers/PositionIssuer.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice The position token, its two issuers, and what its pictures say.
abstract contract PositionScene is Test {
    uint256 internal constant ID = 0xa1b2 << 240 | 0xc3d4;

    address internal immutable OWNER = makeAddr("owner");
    address internal immutable STRANGER = makeAddr("stranger");

    PositionIssuer internal streams;
    PositionIssuer internal vesting;
    PositionToken internal positions;
    TestToken internal token;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        streams = new PositionIssuer();
        vesting = new PositionIssuer();
        // by its artifact, as {Base} deploys
        positions = PositionToken(
            deployCode("PositionToken.sol:PositionToken", abi.encode(address(streams), address(vesting)))
        );
        token = new TestToken();
    }

    /// @return 1,000 of the test token, a quarter paid, an eighth due, until 14 November 2027.
    function facts() internal view returns (PositionFacts memory) {
        return PositionFacts({
            kind: "Vesting",
            token: address(token),
            total: 1000e18,
            paid: 250e18,
            due: 125e18,
            isRevocable: false,
            endsAt: 1_826_150_400
        });
    }

    /// @return json What the position's URI holds, once it is issued with `told`.
    function issue(PositionFacts memory told) internal returns (string memory json) {
        vesting.setFacts(ID, told);
        vesting.mint(positions, OWNER, ID);
        return jsonOf(ID);
    }

    function jsonOf(uint256 positionId) internal view returns (string memory) {
        return _decode(positions.tokenURI(positionId), "data:application/json;base64,");
    }

    function svgOf(string memory json) internal pure returns (string memory) {
        return _decode(vm.parseJsonString(json, ".image"), "data:image/svg+xml;base64,");
    }

    function attribute(string memory json, uint256 index) internal pure returns (string memory) {
        return vm.parseJsonString(json, string.concat(".attributes[", vm.toString(index), "].value"));
    }

    function assertShows(string memory svg, string memory text) internal pure {
        assertTrue(LibString.contains(svg, string.concat(">", text, "<")), string.concat("it shows ", text));
    }

    function _decode(string memory uri, string memory prefix) private pure returns (string memory) {
        assertTrue(LibString.startsWith(uri, prefix));
        return string(Base64.decode(LibString.slice(uri, bytes(prefix).length)));
    }
}
