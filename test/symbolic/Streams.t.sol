// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Rate} from "src/types/Rate.sol";
import {PackedStream, newStream} from "src/types/Stream.sol";

/// @notice The algebra of a stream, for every value of the widths that each check names.
/// @dev `npm run audit` runs the functions `check_…` by halmos. Products are checked at small widths: a solver does not multiply
/// 88 bits by 40, and no step of the arithmetic depends on the width.
contract Streams_SymbolicTest is Test {
    uint256 private constant START = 1_800_000_000;

    /// @dev PAY-1: a payment on the way changes neither the sum nor the stream. The solver multiplies by no symbol: each pair of
    /// times is a path of its own.
    function check_PayingTwiceIsPayingOnce(uint96 funds, uint88 rate, uint8 first, uint8 second) external {
        uint256 early = _oneOf([uint256(0), 1, 7], first);
        uint256 late = early + _oneOf([uint256(0), 60, 3600], second);
        vm.assume(rate != 0 && uint256(rate) * late < uint256(funds) << 16);
        PackedStream stream = _opened(funds, rate);
        vm.warp(START + early);
        (PackedStream half, uint256 before) = stream.pay();
        vm.warp(START + late);
        (PackedStream twice, uint256 more) = half.pay();
        (PackedStream once, uint256 all) = stream.pay();
        assert(before + more == all);
        assert(PackedStream.unwrap(twice) == PackedStream.unwrap(once));
    }

    function check_ADepletedStreamPaysAllFunds(uint96 funds, uint88 rate, uint8 choice) external {
        uint256 elapsed = _oneOf([uint256(1), 60, 3600], choice);
        vm.assume(rate != 0 && uint256(rate) * elapsed >= uint256(funds) << 16);
        PackedStream stream = _opened(funds, rate);
        vm.warp(START + elapsed);
        assert(stream.accrued() == funds);
    }

    function check_NoMoreAccruesThanWasPutIn(uint96 funds, uint88 rate, uint32 elapsed) external {
        PackedStream stream = _opened(funds, rate);
        vm.warp(START + elapsed);
        (PackedStream paid, uint256 amount) = stream.pay();
        assert(amount + paid.funds() == funds);
        assert(stream.accrued() + stream.refundable() == funds);
    }

    function check_APauseIsNotCharged(uint96 funds, uint88 rate, uint32 ran, uint32 rested) external {
        PackedStream stream = _opened(funds, rate);
        vm.warp(START + ran);
        PackedStream resting = stream.halted();
        vm.warp(START + ran + rested);
        assert(resting.elapsed() == ran);
        assert(resting.resumed().elapsed() == ran);
        assert(resting.resumed().funds() == funds);
    }

    function check_AChangeOfOneFieldLeavesTheOthers(uint256 word, uint88 rate, uint96 amount) external pure {
        PackedStream stream = PackedStream.wrap(word);
        PackedStream changed = stream.withRate(Rate.wrap(rate));
        assert(Rate.unwrap(changed.rate()) == rate && changed.funds() == stream.funds());
        assert(PackedStream.unwrap(changed.withRate(stream.rate())) == word);

        vm.assume(uint256(stream.funds()) + amount <= type(uint96).max);
        PackedStream filled = stream.withFunds(amount);
        assert(filled.funds() == stream.funds() + amount);
        assert(PackedStream.unwrap(filled) >> 96 == word >> 96);
    }

    /// @dev A time that the solver need not multiply: each is a path of its own.
    function _oneOf(uint256[3] memory times, uint8 choice) private pure returns (uint256) {
        if (choice == 0) return times[0];
        return choice == 1 ? times[1] : times[2];
    }

    function _opened(uint96 funds, uint88 rate) private returns (PackedStream) {
        vm.warp(START);
        return newStream(funds, Rate.wrap(rate));
    }
}
