// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {Payee, payeeOf} from "src/types/Payee.sol";
import {Base} from "test/Base.t.sol";
import {Permit2} from "test/helpers/Permit2.sol";
import {ChannelsHandler} from "test/invariant/handlers/ChannelsHandler.sol";

contract PaymentChannels_Invariants is Base {
    ChannelsHandler private _handler;

    function setUp() public override {
        super.setUp();
        _handler = new ChannelsHandler(channels, rollup, stream);
        vm.prank(HOLDER);
        assertTrue(stream.transfer(address(_handler), 40_000_000e18));
        targetContract(address(_handler));
        bytes4[] memory notActions = new bytes4[](1);
        notActions[0] = _handler.exit.selector;
        excludeSelector(FuzzSelector(address(_handler), notActions));
    }

    function invariant_All() external view {
        _PAY2_EveryTokenIsThere();
        _PAY2_LogsSayEverything();
        _PAY4_PayeesGetWhatWasSettled();
        _PAY4_PayeesGetNoMoreThanWasDeposited();
        _PAY2_NoAllowanceIsLeft();
        _PAY1_ThievesGetNothing();
        _PAY3_SplitsWaitForLessThanTheLeastCredit();
    }

    function _PAY2_EveryTokenIsThere() private view {
        for (uint256 i; i < 4; ++i) {
            address token = _handler.tokens(i);
            assertEq(
                _handler.heldFor(token) + _handler.owedIn(token) + _handler.prepaidIn(token),
                _handler.balanceOf(address(channels), token),
                "PAY-2: sum(deposit - settled of channels not closed) + sum(owed) + sum(prepaid) == balance"
            );
        }
    }

    function _PAY2_LogsSayEverything() private view {
        _handler.checkBook();
    }

    function _PAY4_PayeesGetWhatWasSettled() private view {
        for (uint256 i; i < 3; ++i) {
            for (uint256 j; j < 4; ++j) {
                (Payee payee, address token) = (_handler.payees(i), _handler.tokens(j));
                assertEq(
                    _handler.received(payee, token) + channels.owed(payee, token),
                    _handler.settled(payee, token),
                    "PAY-4: paid + owed == sum(settled)"
                );
            }
        }
    }

    function _PAY4_PayeesGetNoMoreThanWasDeposited() private view {
        for (uint256 i; i < 3; ++i) {
            for (uint256 j; j < 4; ++j) {
                (Payee payee, address token) = (_handler.payees(i), _handler.tokens(j));
                assertLe(
                    _handler.settled(payee, token),
                    _handler.deposited(payee, token),
                    "PAY-4: sum(settled) <= sum(deposits for the payee) - sum(refunds)"
                );
            }
        }
    }

    function _PAY2_NoAllowanceIsLeft() private view {
        for (uint256 i; i < 3; ++i) {
            ERC20 token = ERC20(_handler.tokens(i));
            assertEq(token.allowance(address(channels), address(rollup)), 0, "PAY-2: no allowance is left");
            assertEq(token.allowance(address(channels), _handler.THIEF()), 0, "PAY-2: no allowance is left");
        }
        assertEq(stream.allowance(address(channels), Permit2.AT), 0, "PAY-2: no allowance is left");
    }

    function _PAY1_ThievesGetNothing() private view {
        for (uint256 i; i < 4; ++i) {
            (address token, address thief) = (_handler.tokens(i), _handler.THIEF());
            assertEq(_handler.balanceOf(thief, token), 0, "PAY-1: a thief holds nothing");
            assertEq(channels.owed(payeeOf(thief), token), 0, "PAY-1: a thief is owed nothing");
            assertEq(channels.prepaid(thief, token), 0, "PAY-1: a thief has no account");
        }
    }

    function _PAY3_SplitsWaitForLessThanTheLeastCredit() private view {
        assertLt(
            channels.owed(_handler.payees(2), address(stream)),
            channels.LEAST_CREDIT(),
            "PAY-3: owed(split) < LEAST_CREDIT"
        );
    }

    /// @dev After each run everybody leaves, whatever state it came to.
    function afterInvariant() external {
        _handler.exit();
        for (uint256 i; i < 4; ++i) {
            address token = _handler.tokens(i);
            assertEq(
                _handler.balanceOf(address(channels), token),
                channels.owed(_handler.payees(2), token),
                "PAY-2: when all have left, nothing stays but a split's dust"
            );
        }
    }
}
