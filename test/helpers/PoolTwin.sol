// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

/// @notice Pools by the book: every seat that was ever taken, one by one. No sum, no bucket, nothing carried.
contract PoolTwin {
    uint256 private constant ONE_WEI = 65_536;

    /// @param rate In 2^-16 wei per second.
    /// @param left When its viewer gave it up; 0: never.
    /// @param paid By the viewer, less what was refunded, in wei.
    struct Seat {
        address viewer;
        uint256 rate;
        uint256 endsAt;
        uint256 left;
        uint256 paid;
    }

    mapping(uint256 pool => Seat[]) private _seats;

    function join(uint256 pool, address viewer, uint256 rate, uint256 endsAt)
        external
        returns (uint256 paid)
    {
        uint256 costs = rate * (endsAt - block.timestamp);
        paid = costs / ONE_WEI + (costs % ONE_WEI == 0 ? 0 : 1);
        _seats[pool].push(Seat(viewer, rate, endsAt, 0, paid));
    }

    function leave(uint256 pool, address viewer) external returns (uint256 refund) {
        Seat storage seat = _running(pool, viewer);
        refund = seat.rate * (seat.endsAt - block.timestamp) / ONE_WEI;
        seat.left = block.timestamp;
        seat.paid -= refund;
    }

    function isSeated(uint256 pool, address viewer) external view returns (bool) {
        Seat[] storage seats = _seats[pool];
        for (uint256 i; i < seats.length; ++i) {
            if (seats[i].viewer == viewer && seats[i].left == 0 && seats[i].endsAt > block.timestamp) {
                return true;
            }
        }
        return false;
    }

    /// @return sum What the payee has earned, collected or not, in wei.
    function earned(uint256 pool) external view returns (uint256 sum) {
        return earnedScaled(pool) / ONE_WEI;
    }

    /// @return sum What the payee has earned, collected or not, in 2^-16 wei: all that was paid, less what has not flowed.
    function earnedScaled(uint256 pool) public view returns (uint256 sum) {
        Seat[] storage seats = _seats[pool];
        for (uint256 i; i < seats.length; ++i) {
            Seat storage seat = seats[i];
            sum += seat.paid * ONE_WEI;
            if (seat.left == 0 && seat.endsAt > block.timestamp) {
                sum -= seat.rate * (seat.endsAt - block.timestamp);
            }
        }
    }

    /// @return sum What has not flowed yet of the seats that run, in 2^-16 wei.
    function toCome(uint256 pool) external view returns (uint256 sum) {
        Seat[] storage seats = _seats[pool];
        for (uint256 i; i < seats.length; ++i) {
            Seat storage seat = seats[i];
            if (seat.left == 0 && seat.endsAt > block.timestamp) {
                sum += seat.rate * (seat.endsAt - block.timestamp);
            }
        }
    }

    /// @return sum The rates of the seats that run at `time`, in 2^-16 wei per second.
    function rateAt(uint256 pool, uint256 time) external view returns (uint256 sum) {
        Seat[] storage seats = _seats[pool];
        for (uint256 i; i < seats.length; ++i) {
            if (seats[i].left == 0 && seats[i].endsAt > time) sum += seats[i].rate;
        }
    }

    function _running(uint256 pool, address viewer) private view returns (Seat storage) {
        Seat[] storage seats = _seats[pool];
        uint256 i = seats.length;
        while (true) {
            Seat storage seat = seats[--i];
            if (seat.viewer == viewer && seat.left == 0 && seat.endsAt > block.timestamp) return seat;
        }
        revert();
    }
}
