// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {SplitRollup} from "src/splits/SplitRollup.sol";
import {IClaimVerifier, ISettleVerifier} from "src/interfaces/IVerifiers.sol";
import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {SplitId} from "src/types/SplitId.sol";
import {CreditsHarness} from "test/helpers/CreditsHarness.sol";
import {SignalsVerifier} from "test/helpers/SignalsVerifier.sol";

/// @notice The contract against TypeScript, on the 1,000 random cases that `circuits/test/vectors.ts` writes.
contract Vectors_Test is Test {
    uint256 private constant CASES = 1000;
    // where the rollup keeps what a case needs
    uint256 private constant TABLE_HASHES_SLOT = 1;
    uint256 private constant BATCHES_SLOT = 3;
    uint256 private constant SEGMENTS_SLOT = 4;

    struct Settlements {
        uint256[] chains;
        address[] rollups;
        uint256[] segments;
        uint256[] batches;
        address[] beneficiaries;
        uint256[] oldRoots;
        uint256[] newRoots;
        bytes[] links;
        bytes32[] hashes;
        uint256[] x;
        uint256[] y;
    }

    string private constant FILE = "test/differential/.cases/vectors.json";

    string private _json;

    function setUp() external {
        vm.skip(!vm.isFile(FILE), "no cases, run `npx node circuits/test/vectors.ts`");
        _json = vm.readFile(FILE);
    }

    function test_BatchHashesAgree() external {
        CreditsHarness harness = new CreditsHarness();
        bytes[] memory batches = vm.parseJsonBytesArray(_json, ".batchBytes");
        bytes32[] memory hashes = vm.parseJsonBytes32Array(_json, ".batchHash");
        assertEq(batches.length, CASES);
        for (uint256 i; i < CASES; ++i) {
            (,, bytes32 batchHash) = harness.read(batches[i]);
            assertEq(batchHash, hashes[i], vm.toString(i));
        }
    }

    function test_FingerprintsAgree() external {
        CreditsHarness harness = new CreditsHarness();
        bytes[] memory batches = vm.parseJsonBytesArray(_json, ".batchBytes");
        uint256[] memory x = _column(".x");
        uint256[] memory y = _column(".y");
        for (uint256 i; i < CASES; ++i) {
            assertEq(harness.fingerprint(batches[i], x[i]), y[i], vm.toString(i));
        }
    }

    /// @dev What the rollup asks its verifier, on the case's chain and at its address.
    function test_SettlementsAgree() external {
        bytes memory code = _rollupThatTells();
        Settlements memory all = _settlements();
        uint256 checked;
        for (uint256 i; i < CASES; ++i) {
            // the first batch starts from the empty root, not from a random one
            if (all.batches[i] == 0) continue;
            vm.chainId(all.chains[i]);
            vm.etch(all.rollups[i], code);
            _expectAgreement(all, i);
            ++checked;
        }
        assertGt(checked, CASES * 9 / 10);
    }

    /// @dev The split's name with its scope, as the rollup asks for it.
    function test_ScopesAgree() external {
        bytes memory code = _rollupThatTells();
        uint256[] memory chains = _column(".chainId");
        address[] memory rollups = vm.parseJsonAddressArray(_json, ".rollup");
        uint256[] memory ids = _column(".splitId");
        uint256[] memory splits = _column(".split");
        for (uint256 i; i < CASES; ++i) {
            vm.chainId(chains[i]);
            vm.etch(rollups[i], code);
            vm.store(rollups[i], _at(ids[i], TABLE_HASHES_SLOT), bytes32(uint256(7)));
            uint256 root = SplitRollup(rollups[i]).EMPTY_ROOT();

            uint256[6] memory expected = [root, splits[i], 7, 3, uint160(address(this)), 1];
            Groth16Proof memory proof;
            vm.expectRevert(abi.encodeWithSelector(SignalsVerifier.ClaimSignals.selector, expected));
            SplitRollup(rollups[i]).claim(SplitId.wrap(uint64(ids[i])), 3, address(this), 1, 0, proof);
        }
    }

    function test_SharesAgree() external view {
        uint256[] memory revenue = _column(".revenue");
        uint256[] memory bps = _column(".bps");
        uint256[] memory share = _column(".share");
        for (uint256 i; i < CASES; ++i) {
            assertEq(revenue[i] * bps[i] / 10_000, share[i], vm.toString(i));
        }
    }

    function _expectAgreement(Settlements memory all, uint256 i) private {
        SplitRollup rollup = SplitRollup(all.rollups[i]);
        (uint256 segment, uint256 batch) = (all.segments[i], all.batches[i]);
        uint256 batches = uint256(_at(segment, BATCHES_SLOT));
        vm.store(address(rollup), _at(batch, batches), all.hashes[i]);
        vm.store(address(rollup), _at(batch - 1, batches), bytes32(all.oldRoots[i]));
        vm.store(address(rollup), _at(segment, SEGMENTS_SLOT), bytes32(batch << 64));

        uint256[4] memory expected = [all.x[i], all.y[i], all.oldRoots[i], all.newRoots[i]];
        Groth16Proof memory proof;
        vm.expectRevert(abi.encodeWithSelector(SignalsVerifier.SettleSignals.selector, expected));
        // forge-lint: disable-next-line(unsafe-typecast) the vectors' segments have 56 bits
        rollup.settle(uint64(segment), all.links[i], all.newRoots[i], all.beneficiaries[i], proof);
    }

    function _settlements() private view returns (Settlements memory all) {
        all.chains = _column(".chainId");
        all.rollups = vm.parseJsonAddressArray(_json, ".rollup");
        all.segments = _column(".segment");
        all.batches = _column(".batch");
        all.beneficiaries = vm.parseJsonAddressArray(_json, ".beneficiary");
        all.oldRoots = _column(".oldRoot");
        all.newRoots = _column(".newRoot");
        all.links = vm.parseJsonBytesArray(_json, ".batchBytes");
        all.hashes = vm.parseJsonBytes32Array(_json, ".batchHash");
        all.x = _column(".x");
        all.y = _column(".y");
    }

    function _column(string memory name) private view returns (uint256[] memory values) {
        values = vm.parseJsonUintArray(_json, name);
        assertEq(values.length, CASES, name);
    }

    function _rollupThatTells() private returns (bytes memory) {
        address verifier = address(new SignalsVerifier());
        return
            address(new SplitRollup(address(1), 0, 0, ISettleVerifier(verifier), IClaimVerifier(verifier)))
            .code;
    }

    /// @return Where Solidity keeps `mapping[key]` of the mapping at `slot`.
    function _at(uint256 key, uint256 slot) private pure returns (bytes32) {
        return keccak256(abi.encode(key, slot));
    }
}
