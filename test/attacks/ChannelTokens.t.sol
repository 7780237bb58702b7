// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";
import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {ChannelKey, Settlement} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Opening} from "src/types/Opening.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {DecimalsToken} from "test/helpers/tokens/DecimalsToken.sol";
import {DoubleEntryToken} from "test/helpers/tokens/DoubleEntryToken.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {RebasingToken} from "test/helpers/tokens/RebasingToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {ReturnBombToken} from "test/helpers/tokens/ReturnBombToken.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";

/// @notice Attack 17: tokens and payees that misbehave. What they do stays with them: whoever holds another token, or
/// another channel, is paid. The other attacks are in `Channels.t.sol`.
contract ChannelTokens_AttackTest is ChannelScene {
    uint256 private constant BLOCK_GAS = 16_777_216;
    uint256 private constant MOST_REFUSALS = 45;

    function test_Attack17_Fee() external {
        FeeOnTransferToken token = new FeeOnTransferToken();
        (ChannelKey memory key, ChannelKey memory other) = _openTwo(token);
        uint96 arrived = DEPOSIT - DEPOSIT / 100;
        assertEq(settle(key, row(key, DEPOSIT)), arrived, "PAY-2: no more than arrived");
        assertEq(settle(other, row(other, DEPOSIT)), arrived, "and the other's is all there");
    }

    /// Not supported: what a rebase takes is missing for whoever comes last. Other tokens are not touched.
    function test_Attack17_Rebase() external {
        RebasingToken token = new RebasingToken();
        token.mint(PAYER, 10 * DEPOSIT);
        ChannelKey memory key = keyOf(1, ERC20(address(token)));
        ChannelKey memory other = keyOf(2, ERC20(address(token)));
        open(key);
        open(other);
        open(keyOf(1));
        token.rebase(0.5e18);
        settle(key, row(key, DEPOSIT));
        assertEq(token.balanceOf(PAYEE), DEPOSIT);
        assertEq(settle(other, row(other, DEPOSIT)), DEPOSIT);
        assertEq(channels.owed(other.payee, address(token)), DEPOSIT, "owed, and not there");
        assertEq(settle(keyOf(1), row(keyOf(1), DEPOSIT)), DEPOSIT);
        assertEq(stream.balanceOf(PAYEE), DEPOSIT);
        // what a rebase adds belongs to nobody, and pays the debt
        token.rebase(1e18);
        token.mint(address(channels), DEPOSIT);
        assertEq(channels.payOut(other.payee, address(token)), DEPOSIT);
    }

    function test_Attack17_Reentrancy() external {
        ReentrantToken token = new ReentrantToken();
        (ChannelKey memory key, ChannelKey memory other) = _openTwo(token);
        bytes memory voucher = row(key, 1e18);
        bytes32 locked = ReentrancyGuardTransient.Reentrancy.selector;
        bytes[] memory calls = new bytes[](14);
        Funding memory none = Funding(FundingSource.Allowance, "");
        calls[0] = abi.encodeCall(channels.open, (key.payee, key.token, 9, STRANGER, WINDOW, 1));
        calls[1] = abi.encodeCall(channels.openWith, (key.payee, key.token, 9, STRANGER, WINDOW, 1, none));
        calls[2] = abi.encodeCall(channels.openFor, (Opening(key, WINDOW, 1, FOREVER), fromPrepaid(), ""));
        calls[3] = abi.encodeCall(
            channels.openByPasskey, (Opening(key, WINDOW, 1, FOREVER), fromPrepaid(), 0, 0, "")
        );
        calls[4] = abi.encodeCall(channels.topUp, (key, 1));
        calls[5] = abi.encodeCall(channels.topUpWith, (key, 1, none));
        calls[6] = abi.encodeCall(channels.refund, (key, 1, 0, FOREVER, ""));
        calls[7] = abi.encodeCall(channels.closeWithConsent, (key, 1, FOREVER, ""));
        calls[8] = abi.encodeCall(channels.finalize, (key));
        calls[9] = abi.encodeCall(channels.settle, (key.payee, key.token, voucher));
        calls[10] = abi.encodeCall(channels.close, (key, 0, 0, 0));
        calls[11] = abi.encodeCall(channels.payOut, (key.payee, key.token));
        calls[12] = abi.encodeCall(channels.payOutTo, (key.token, STRANGER));
        calls[13] = abi.encodeCall(channels.withdrawPrepaid, (key.token, STRANGER, 0));
        for (uint96 i; i < calls.length; ++i) {
            token.arm(address(channels), calls[i]);
            settle(key, row(key, (i + 1) * 1e18));
            assertEq(bytes32(token.answer()), locked, "no way in");
        }
        assertEq(token.balanceOf(PAYEE), calls.length * 1e18);
        assertEq(settle(other, row(other, DEPOSIT)), DEPOSIT, "the other's is all there");
    }

    function test_Attack17_FalseReturn() external {
        FalseReturnToken token = new FalseReturnToken();
        (ChannelKey memory key,) = _openTwo(token);
        token.setRefusing(true);
        _expectOwed(key);
        token.setRefusing(false);
        assertEq(channels.payOut(key.payee, key.token), DEPOSIT);
        assertEq(token.balanceOf(PAYEE), DEPOSIT);
    }

    function test_Attack17_NoReturn() external {
        NoReturnToken token = new NoReturnToken();
        token.mint(PAYER, DEPOSIT);
        vm.prank(PAYER);
        token.approve(address(channels), DEPOSIT);
        ChannelKey memory key = keyOf(1, ERC20(address(token)));
        open(key);
        assertEq(settle(key, row(key, DEPOSIT)), DEPOSIT);
        assertEq(token.balanceOf(PAYEE), DEPOSIT);
    }

    function test_Attack17_Blocklist() external {
        BlocklistToken token = new BlocklistToken();
        (ChannelKey memory key, ChannelKey memory other) = _openTwo(token);
        token.setBlocked(PAYEE, true);
        token.setBlocked(PAYER, true);
        _expectOwed(key);
        startClose(other);
        finalizeAfter(other);
        assertEq(channels.owed(payeeOf(PAYER), address(token)), DEPOSIT);
        vm.prank(PAYEE);
        channels.payOutTo(address(token), STRANGER);
        vm.prank(PAYER);
        channels.payOutTo(address(token), STRANGER);
        assertEq(token.balanceOf(STRANGER), 2 * DEPOSIT, "each takes its own elsewhere");
    }

    function test_Attack17_DoubleEntry() external {
        DoubleEntryToken token = new DoubleEntryToken();
        token.mint(PAYER, 10 * DEPOSIT);
        vm.prank(PAYER);
        token.approve(address(channels), type(uint256).max);
        ChannelKey memory first = keyOf(1, token);
        ChannelKey memory second = keyOf(1, ERC20(address(token.SECOND())));
        open(first);
        open(second);
        assertEq(settle(second, row(first, DEPOSIT)), 0, "a voucher is for one of the addresses");
        assertEq(settle(first, row(first, 2 * DEPOSIT)), DEPOSIT);
        assertEq(settle(first, row(first, 2 * DEPOSIT)), 0, "what came in by the other is not taken");
        assertEq(settle(second, row(second, 2 * DEPOSIT)), DEPOSIT);
        assertEq(token.balanceOf(PAYEE), 2 * DEPOSIT);
        assertEq(token.balanceOf(address(channels)), 0);
    }

    function test_Attack17_HugeDecimals() external {
        DecimalsToken token = new DecimalsToken(77);
        token.mint(PAYER, type(uint256).max);
        vm.prank(PAYER);
        token.approve(address(channels), type(uint256).max);
        ChannelKey memory key = keyOf(1, token);
        open(key, WINDOW, type(uint96).max);
        assertEq(settle(key, row(key, type(uint96).max)), type(uint96).max, "wei are wei");
        _prepayAll(address(token), type(uint256).max - type(uint96).max);
    }

    function test_Attack17_GasBurner() external {
        RevertingToken token = new RevertingToken();
        (ChannelKey memory key, ChannelKey memory other) = _openTwo(token);
        bytes memory voucher = row(key, DEPOSIT);
        vm.expectEmit(address(channels));
        emit IPayouts.Owed(key.payee, key.token, DEPOSIT);
        assertEq(
            channels.settle{gas: BLOCK_GAS}(key.payee, key.token, voucher),
            DEPOSIT,
            "its channel is settled, and owed"
        );
        uint256 before = gasleft();
        close(other, 1e18);
        assertLt(before - gasleft(), 1_000_000, "PAY-3: a close in such a token is far from a block");
        assertEq(channels.owed(payeeOf(PAYER), address(token)), DEPOSIT - 1e18);
        assertEq(channels.owed(payeeOf(PAYEE), address(token)), DEPOSIT + 1e18);
    }

    function test_Attack17_ABlockOfGasBurners() external {
        RevertingToken token = new RevertingToken();
        approve(token);
        uint256 count = MOST_REFUSALS;
        Settlement[] memory settlements = new Settlement[](count + 1);
        for (uint64 i; i < count; ++i) {
            ChannelKey memory key = keyOf(i, payeeOf(address(uint160(0xb0b + i))));
            key.token = address(token);
            open(key);
            settlements[i] = Settlement(key.payee, key.token, row(key, DEPOSIT));
        }
        open(keyOf(1));
        settlements[count] = Settlement(keyOf(1).payee, address(stream), row(keyOf(1), DEPOSIT));
        vm.cool(address(channels));
        vm.cool(address(token));
        // 21,000, and 16 for each byte of call data at most
        uint256 intrinsic = 21_000 + 16 * abi.encodeCall(channels.settleMany, (settlements)).length;
        channels.settleMany{gas: BLOCK_GAS - intrinsic}(settlements);
        assertEq(stream.balanceOf(PAYEE), DEPOSIT, "PAY-3: the last is paid");
    }

    /// Whoever calls picks the gas: a payment is made, or the call changes nothing.
    function test_Attack17_TooLittleGas() external {
        ChannelKey memory eth = keyOf(1, ERC20(address(0)));
        open(eth);
        open(keyOf(1));
        _sweepGas(abi.encodeCall(channels.settle, (eth.payee, eth.token, row(eth, DEPOSIT))), address(0));
        bytes memory voucher = row(keyOf(1), DEPOSIT);
        _sweepGas(
            abi.encodeCall(channels.settle, (payeeOf(PAYEE), address(stream), voucher)), address(stream)
        );
    }

    function test_Attack17_ReturnBomb() external {
        ReturnBombToken token = new ReturnBombToken();
        (ChannelKey memory key,) = _openTwo(token);
        bytes memory voucher = row(key, DEPOSIT);
        uint256 before = gasleft();
        settle(key, voucher);
        assertLt(before - gasleft(), 500_000);
        assertEq(channels.owed(payeeOf(PAYEE), address(token)), DEPOSIT, "PAY-3");
    }

    function test_Attack17_APayeeThatRefusesETH() external {
        Wallet wallet = new Wallet(PAYEE);
        wallet.setRefuses(true);
        ChannelKey memory key = keyOf(1, payeeOf(address(wallet)));
        key.token = address(0);
        open(key);
        _expectOwed(key);
        vm.prank(address(wallet));
        channels.payOutTo(address(0), STRANGER);
        assertEq(STRANGER.balance, DEPOSIT);
    }

    /* INTERNAL */

    function _sweepGas(bytes memory data, address token) private {
        uint256 before = _balanceOf(PAYEE, token);
        for (uint256 gas_ = 20_000; gas_ < 400_000; gas_ += 250) {
            vm.prank(STRANGER);
            (bool succeeded,) = address(channels).call{gas: gas_}(data);
            assertEq(channels.owed(payeeOf(PAYEE), token), 0, "PAY-3: too little gas makes no payment fail");
            if (succeeded) break;
        }
        assertEq(_balanceOf(PAYEE, token) - before, DEPOSIT);
    }

    function _balanceOf(address account, address token) private view returns (uint256) {
        return token == address(0) ? account.balance : ERC20(token).balanceOf(account);
    }

    function _prepayAll(address token, uint256 amount) private {
        prepay(token, amount);
        vm.prank(PAYER);
        channels.withdrawPrepaid(token, STRANGER, amount);
        assertEq(ERC20(token).balanceOf(STRANGER), amount);
    }

    function _openTwo(ERC20 token) private returns (ChannelKey memory key, ChannelKey memory other) {
        approve(token);
        key = keyOf(1, token);
        other = keyOf(2, token);
        open(key);
        open(other);
    }

    function _expectOwed(ChannelKey memory key) private {
        assertEq(settle(key, row(key, DEPOSIT)), DEPOSIT);
        assertEq(channels.owed(key.payee, key.token), DEPOSIT, "PAY-3");
    }
}
