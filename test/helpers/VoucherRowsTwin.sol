// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Channel, ChannelKey} from "src/types/Channel.sol";
import {Payee} from "src/types/Payee.sol";
import {Eip712} from "test/helpers/Eip712.sol";

// forge-lint: disable-start(unsafe-typecast) each cast takes one field out of a row, or what the deposit bounds

/// @notice What `src/libraries/VoucherRows.sol` does, said plainly, with the channels in plain storage.
contract VoucherRowsTwin {
    address private immutable CHANNELS;
    uint256 private immutable CHAIN_ID;

    mapping(bytes32 channelId => Channel) private _channels;

    constructor(address channels) {
        CHANNELS = channels;
        CHAIN_ID = block.chainid;
    }

    function put(bytes32 channelId, Channel calldata channel) external {
        _channels[channelId] = channel;
    }

    function channelOf(bytes32 channelId) external view returns (Channel memory) {
        return _channels[channelId];
    }

    function settle(Payee payee, address token, bytes calldata rows, bool ticks)
        external
        returns (uint256 total, bytes memory sums)
    {
        uint256 rowBytes = ticks ? 149 : 104;
        for (uint256 at = 0; at < rows.length; at += rowBytes) {
            bytes calldata row = rows[at:at + rowBytes];
            ChannelKey memory key =
                ChannelKey(address(bytes20(row)), payee, token, uint64(bytes8(row[20:])), address(0));
            (uint256 owes, bytes32 message) = ticks ? _tickVoucher(key, row) : _voucher(key, row);
            bytes32 digest = Eip712.digest(CHANNELS, message);
            key.sessionKey = _signer(digest, row[rowBytes - 64:]);
            bytes32 channelId = keccak256(abi.encode(CHAIN_ID, CHANNELS, key));
            uint256 paid = _settle(channelId, owes);
            if (paid == 0) continue;
            total += paid;
            sums = bytes.concat(sums, abi.encodePacked(channelId, _channels[channelId].settled));
        }
    }

    function _settle(bytes32 channelId, uint256 owes) private returns (uint256 paid) {
        Channel storage channel = _channels[channelId];
        if (channel.windowSec == 0) return 0;
        if (owes > channel.deposit) owes = channel.deposit;
        if (owes <= channel.settled) return 0;
        paid = owes - channel.settled;
        channel.settled = uint96(owes);
    }

    function _voucher(ChannelKey memory key, bytes calldata row) private pure returns (uint256, bytes32) {
        bytes32 typehash =
            keccak256("Voucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative)");
        uint96 cumulative = uint96(bytes12(row[28:]));
        bytes memory voucher = abi.encode(typehash, key.payer, key.payee, key.token, key.salt, cumulative);
        return (cumulative, keccak256(voucher));
    }

    /// @return owes 0 for a row that says more ticks than there can be.
    function _tickVoucher(ChannelKey memory key, bytes calldata row)
        private
        pure
        returns (uint256 owes, bytes32 message)
    {
        bytes32 typehash = keccak256(
            "TickVoucher(address payer,bytes32 payee,address token,uint64 salt,uint96 cumulative,bytes32 tickRoot,uint96 tickValue)"
        );
        uint8 count = uint8(row[52]);
        if (count > 64) return (0, 0);
        bytes32 root = bytes32(row[53:]);
        for (uint256 i = 0; i < count; ++i) {
            root = keccak256(abi.encode(root));
        }
        uint96 cumulative = uint96(bytes12(row[28:]));
        uint96 value = uint96(bytes12(row[40:]));
        owes = uint256(cumulative) + uint256(value) * count;
        message = keccak256(
            abi.encode(typehash, key.payer, key.payee, key.token, key.salt, cumulative, root, value)
        );
    }

    /// @param compact An EIP-2098 signature.
    function _signer(bytes32 digest, bytes calldata compact) private pure returns (address) {
        uint256 vs = uint256(bytes32(compact[32:]));
        uint256 s = vs & (type(uint256).max >> 1);
        return ecrecover(digest, vs >> 255 == 0 ? 27 : 28, bytes32(compact), bytes32(s));
    }
}

// forge-lint: disable-end(unsafe-typecast)
