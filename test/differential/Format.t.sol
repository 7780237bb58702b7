// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {Payee} from "src/types/Payee.sol";

/// @notice The contract against the vectors of docs/FORMAT.md, which TypeScript writes and checks too.
contract Format_Test is Test {
    string private _json;
    ContentRegistry private _registry;
    bytes32 private _contentId;

    function setUp() external {
        _json = vm.readFile("test/fixtures/format.json");
        address at = vm.parseJsonAddress(_json, ".contentRegistry");
        deployCodeTo("ContentRegistry.sol:ContentRegistry", abi.encode(address(0)), at);
        _registry = ContentRegistry(at);
        vm.chainId(vm.parseJsonUint(_json, ".chainId"));
        vm.prank(vm.parseJsonAddress(_json, ".publisher"));
        _contentId = _registry.register(
            vm.parseJsonBytes32(_json, ".salt"),
            Payee.wrap(vm.parseJsonBytes32(_json, ".payee")),
            1,
            uint64(vm.parseJsonUint(_json, ".leafCount")),
            uint64(vm.parseJsonUint(_json, ".byteCount")),
            vm.parseJsonBytes32(_json, ".checkpointsRoot")
        );
    }

    function test_IdAndRootAgree() external view {
        assertEq(_contentId, vm.parseJsonBytes32(_json, ".contentId"));
        assertEq(_registry.contentOf(_contentId).root, vm.parseJsonBytes32(_json, ".root"));
    }

    function test_EveryProofIsTaken_AndNoneWithAnotherByte() external {
        bytes[] memory proofs = vm.parseJsonBytesArray(_json, ".proofs");
        assertEq(proofs.length, vm.parseJsonUint(_json, ".leafCount"));
        for (uint256 i; i < proofs.length; ++i) {
            assertTrue(_registry.verifyContent(_contentId, proofs[i]), vm.toString(i));
            for (uint256 at; at < proofs[i].length; at += 7) {
                bytes memory changed = bytes.concat(proofs[i]);
                changed[at] ^= 0x01;
                assertFalse(_registry.verifyContent(_contentId, changed), vm.toString(at));
            }
        }
    }
}
