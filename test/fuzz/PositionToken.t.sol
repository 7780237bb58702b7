// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PositionFacts} from "src/types/Position.sol";
import {PositionScene} from "test/helpers/PositionScene.sol";
import {RawMetadataToken} from "test/helpers/tokens/RawMetadataToken.sol";

contract PositionToken_FuzzTest is PositionScene {
    /// @dev Of the picture and the JSON of {facts}: their marks are the same, whatever is said.
    bytes32 private _svgMarks;
    bytes32 private _jsonMarks;

    function setUp() public override {
        super.setUp();
        string memory json = issue(facts());
        _svgMarks = _marks(svgOf(json));
        _jsonMarks = _marks(json);
    }

    function testFuzz_AnyFactsGiveValidJson(PositionFacts memory told, uint256 id) external {
        told.token = address(token);
        _assertUnbroken(told, id);
    }

    function testFuzz_AnyTokenGivesValidJson(bytes memory symbol, bytes memory decimals, uint256 total)
        external
    {
        PositionFacts memory told = facts();
        told.token = address(new RawMetadataToken(symbol, decimals));
        told.total = total;
        _assertUnbroken(told, 1);
    }

    function testFuzz_AnySymbolGivesValidJson(string memory symbol, uint8 decimals, uint256 total) external {
        PositionFacts memory told = facts();
        told.token = address(new RawMetadataToken(abi.encode(symbol), abi.encode(decimals)));
        told.total = total;
        _assertUnbroken(told, 1);
    }

    /// @dev Precompiles answer anything with bytes of their own.
    function testFuzz_AnyPrecompileGivesValidJson(uint8 precompile) external {
        PositionFacts memory told = facts();
        told.token = address(uint160(precompile));
        _assertUnbroken(told, 1);
    }

    function _assertUnbroken(PositionFacts memory told, uint256 id) private {
        vm.assume(id != ID);
        streams.setFacts(id, told);
        streams.mint(positions, OWNER, id);
        string memory json = jsonOf(id);
        assertEq(vm.parseJsonKeys(json, ".").length, 4);
        assertEq(_marks(json), _jsonMarks, "nothing opens or closes a text of the JSON");
        assertEq(_marks(svgOf(json)), _svgMarks, "nothing opens or closes an element of the picture");
    }

    /// @return The hash of every mark of XML and JSON in `text`, in order. Reverts if a byte is not printable.
    function _marks(string memory text) private pure returns (bytes32) {
        bytes memory all = bytes(text);
        bytes memory marks = new bytes(all.length);
        uint256 count;
        for (uint256 i; i < all.length; ++i) {
            bytes1 b = all[i];
            // no assertion: a cheat code for each byte is most of the time
            require(b >= 0x20 && b < 0x7f, "not printable");
            if (b == "<" || b == ">" || b == "&" || b == '"' || b == "'" || b == "\\" || b == "{" || b == "}")
            {
                marks[count++] = b;
            }
        }
        assembly ("memory-safe") {
            mstore(marks, count)
        }
        return keccak256(marks);
    }
}
