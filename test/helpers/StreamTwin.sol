// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {StreamStatus} from "src/types/Stream.sol";

/// @notice Streams by the book: what each has earned since it was opened, in 2^-16 wei. Nothing is packed, capped by a
/// minimum, or carried from payment to payment: payments are not known here at all.
contract StreamTwin {
    uint256 private constant ONE_WEI = 65_536;

    /// @param put All that was ever put in, in wei.
    /// @param earned In 2^-16 wei.
    /// @param before What the lives of the stream before this one paid, in wei.
    struct Flow {
        bool isOpen;
        bool paused;
        uint256 put;
        uint256 earned;
        uint256 rate;
        uint256 updatedAt;
        uint256 before;
    }

    mapping(uint256 number => Flow) private _flows;

    function open(uint256 number, uint256 amount, uint256 rate) external {
        Flow storage flow = _advance(number);
        flow.before += flow.earned / ONE_WEI;
        (flow.isOpen, flow.paused, flow.put, flow.earned, flow.rate) = (true, false, amount, 0, rate);
    }

    function topUp(uint256 number, uint256 amount) external {
        _advance(number).put += amount;
    }

    function setRate(uint256 number, uint256 rate) external {
        _advance(number).rate = rate;
    }

    function setPaused(uint256 number, bool paused) external {
        _advance(number).paused = paused;
    }

    /// @return What has not been earned, not in part, in whole wei.
    function unspent(uint256 number) external returns (uint256) {
        Flow storage flow = _advance(number);
        return (flow.put * ONE_WEI - flow.earned) / ONE_WEI;
    }

    function refund(uint256 number, uint256 amount) external {
        _advance(number).put -= amount;
    }

    /// @return refunded Of what has not been earned, in whole wei.
    function close(uint256 number) external returns (uint256 refunded) {
        Flow storage flow = _advance(number);
        uint256 due = flow.earned / ONE_WEI;
        refunded = flow.put - due;
        flow.before += due;
        (flow.isOpen, flow.paused, flow.put, flow.earned) = (false, false, 0, 0);
    }

    /// @return What the payee has earned in all lives of the stream, paid or not, in wei.
    function earned(uint256 number) external returns (uint256) {
        Flow storage flow = _advance(number);
        return flow.before + flow.earned / ONE_WEI;
    }

    function status(uint256 number) external returns (StreamStatus) {
        Flow storage flow = _advance(number);
        if (!flow.isOpen) return StreamStatus.None;
        if (flow.earned == flow.put * ONE_WEI) return StreamStatus.Depleted;
        return flow.paused ? StreamStatus.Paused : StreamStatus.Streaming;
    }

    /// @return The first second from now on at which nothing is left, while it flows; found by trying.
    function depletesAt(uint256 number) external returns (uint256) {
        Flow storage flow = _advance(number);
        uint256 left = flow.put * ONE_WEI - flow.earned;
        (uint256 low, uint256 high) = (0, left);
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (flow.rate * middle >= left) high = middle;
            else low = middle + 1;
        }
        return block.timestamp + low;
    }

    function _advance(uint256 number) private returns (Flow storage flow) {
        flow = _flows[number];
        if (flow.isOpen && !flow.paused) {
            uint256 left = flow.put * ONE_WEI - flow.earned;
            uint256 flowed = flow.rate * (block.timestamp - flow.updatedAt);
            flow.earned += flowed < left ? flowed : left;
        }
        flow.updatedAt = block.timestamp;
    }
}
