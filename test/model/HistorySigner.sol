// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ChannelKey} from "src/types/Channel.sol";
import {HistoryScene} from "test/model/HistoryScene.sol";
import {Words} from "test/model/Words.sol";

/// @notice Signs what the parties of channels sign.
abstract contract HistorySigner is HistoryScene {
    uint256 private constant TICKS = 64;

    function row(ChannelKey memory key, uint96 cumulative, uint256 signer)
        internal
        view
        returns (bytes memory)
    {
        (bytes32 r, bytes32 vs) = signVoucher(key, cumulative, signer);
        return abi.encodePacked(key.payer, key.salt, cumulative, r, vs);
    }

    function tickRow(Words memory words, ChannelKey memory key, uint96 cumulative, uint256 signer)
        internal
        view
        returns (bytes memory)
    {
        (uint96 value, uint8 count) = (uint96(words.next()), uint8(words.next()));
        bytes32 seed = keccak256(abi.encode(key));
        // there are no ticks beyond the last one: any word does
        bytes32 tick = count > TICKS ? seed : _hashed(seed, TICKS - count);
        bytes32 digest = channels.tickVoucherDigest(
            key.payer, key.payee, key.token, key.salt, cumulative, _hashed(tick, count), value
        );
        (bytes32 r, bytes32 vs) = vm.signCompact(sessionSecret(signer), digest);
        return abi.encodePacked(key.payer, key.salt, cumulative, value, count, tick, r, vs);
    }

    function _hashed(bytes32 word, uint256 times) private pure returns (bytes32) {
        for (; times != 0; --times) {
            assembly ("memory-safe") {
                mstore(0x00, word)
                word := keccak256(0x00, 0x20)
            }
        }
        return word;
    }

    function signVoucher(ChannelKey memory key, uint96 cumulative, uint256 signer)
        internal
        view
        returns (bytes32, bytes32)
    {
        bytes32 digest = channels.voucherDigest(key.payer, key.payee, key.token, key.salt, cumulative);
        return vm.signCompact(sessionSecret(signer), digest);
    }

    function signByActor(uint256 actor, bytes32 digest) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(actorKeys[actor], digest);
        return abi.encodePacked(r, s, v);
    }
}
