// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {Rate, fractionOf, wholeOf} from "src/types/Rate.sol";
import {PackedStream, newStream} from "src/types/Stream.sol";

/// @notice The algebra of a stream, for every value of full width.
/// @dev `npm run audit` runs the functions `check_…` by halmos.
contract Streams_SymbolicTest is Test {
    uint256 private constant START = 1_800_000_000;

    /// @dev PAY-1, the lemma: whole wei and fractions of two amounts, paid one after the other, are those of the sum. What
    /// accrues in two times is the sum of what accrues in each, since {Rate.over} is a product that cannot wrap.
    function check_PayingTwiceIsPayingOnce(uint128 early, uint128 late, uint16 remainder) external pure {
        uint256 first = uint256(early) + remainder;
        uint256 second = uint256(late) + fractionOf(first);
        uint256 both = uint256(early) + late + remainder;
        assert(wholeOf(first) + wholeOf(second) == wholeOf(both));
        assert(fractionOf(second) == fractionOf(both));
    }

    /// @dev The solver multiplies by no symbol: each time is a path of its own.
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

    function _oneOf(uint256[3] memory times, uint8 choice) private pure returns (uint256) {
        if (choice == 0) return times[0];
        return choice == 1 ? times[1] : times[2];
    }

    function _opened(uint96 funds, uint88 rate) private returns (PackedStream) {
        vm.warp(START);
        return newStream(funds, Rate.wrap(rate));
    }
}
