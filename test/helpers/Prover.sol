// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";

import {Groth16Proof} from "src/types/Groth16Proof.sol";
import {SplitRow} from "test/helpers/SplitRow.sol";

/// @notice Roots, table hashes and proofs of the real circuits, out of `test/fixtures/proofs.generated.json`.
/// `npm run fixtures` writes them: it runs the tests with RECORD_PROOFS and lets `circuits/fixtures/ask.ts` answer.
library Prover {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    /// @param leaves Revenue by slot; what is missing is zero.
    function root(uint256[] memory leaves) internal returns (uint256) {
        return abi.decode(_ask("root", _field("leaves", _list(leaves))), (uint256));
    }

    function tableHash(SplitRow[] memory table) internal returns (uint256) {
        return abi.decode(_ask("table", _field("table", _list(table))), (uint256));
    }

    function settle(uint256 challenge, uint256[] memory beforeIt, uint256[] memory afterIt)
        internal
        returns (Groth16Proof memory)
    {
        return _prove(
            "settle",
            string.concat(
                _field("challenge", _quote(vm.toString(challenge))),
                ",",
                _field("before", _list(beforeIt)),
                ",",
                _field("after", _list(afterIt))
            )
        );
    }

    /// @param split With its scope.
    function claim(uint256 split, uint256[] memory leaves, SplitRow[] memory table, uint8 position)
        internal
        returns (Groth16Proof memory)
    {
        return _prove(
            "claim",
            string.concat(
                _field("split", _quote(vm.toString(split))),
                ",",
                _field("leaves", _list(leaves)),
                ",",
                _field("table", _list(table)),
                ",",
                _field("position", vm.toString(position))
            )
        );
    }

    function _prove(string memory question, string memory fields) private returns (Groth16Proof memory) {
        return abi.decode(_ask(question, fields), (Groth16Proof));
    }

    function _ask(string memory question, string memory fields) private returns (bytes memory) {
        string memory asked = string.concat("{", fields, "}");
        if (vm.envOr("RECORD_PROOFS", false)) return _record(question, asked);

        string memory fixtures = vm.readFile("test/fixtures/proofs.generated.json");
        string memory key = string.concat(".", vm.toString(_keyOf(question, asked)));
        vm.assertTrue(
            vm.keyExistsJson(fixtures, key),
            string.concat("no committed answer, run `npm run fixtures`: ", question, " ", asked)
        );
        return vm.parseJsonBytes(fixtures, string.concat(key, ".answer"));
    }

    function _record(string memory question, string memory asked) private returns (bytes memory) {
        string[] memory command = new string[](4);
        command[0] = "node";
        command[1] = "circuits/fixtures/ask.ts";
        (command[2], command[3]) = (question, asked);
        return vm.ffi(command);
    }

    /// @dev A proof is as good as its verifier's keys: with other keys, every question is a new one.
    function _keyOf(string memory question, string memory asked) private view returns (bytes32) {
        string memory claimVerifier = vm.readFile("src/verifiers/ClaimVerifier.sol");
        string memory settleVerifier = vm.readFile("src/verifiers/SettleVerifier.sol");
        return keccak256(bytes(string.concat(question, asked, claimVerifier, settleVerifier)));
    }

    function _field(string memory name, string memory value) private pure returns (string memory) {
        return string.concat(_quote(name), ":", value);
    }

    function _quote(string memory value) private pure returns (string memory) {
        return string.concat("\"", value, "\"");
    }

    function _list(uint256[] memory values) private pure returns (string memory list) {
        for (uint256 i; i < values.length; ++i) {
            list = string.concat(list, i == 0 ? "" : ",", _quote(vm.toString(values[i])));
        }
        list = string.concat("[", list, "]");
    }

    function _list(SplitRow[] memory table) private pure returns (string memory list) {
        for (uint256 i; i < table.length; ++i) {
            list = string.concat(
                list,
                i == 0 ? "{" : ",{",
                _field("recipient", _quote(vm.toString(table[i].recipient))),
                ",",
                _field("bps", vm.toString(table[i].bps)),
                "}"
            );
        }
        list = string.concat("[", list, "]");
    }
}
