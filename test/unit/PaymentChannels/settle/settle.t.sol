// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Vm} from "forge-std/Vm.sol";
import {ERC20} from "solady/tokens/ERC20.sol";
import {ReentrancyGuardTransient} from "solady/utils/ReentrancyGuardTransient.sol";

import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {ISplitRollup} from "src/interfaces/ISplitRollup.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FalseReturnToken} from "test/helpers/tokens/FalseReturnToken.sol";
import {NoReturnToken} from "test/helpers/tokens/NoReturnToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {RevertingToken} from "test/helpers/tokens/RevertingToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract PaymentChannels_Settle_Test is ChannelScene {
    /// @dev The order of secp256k1.
    uint256 private constant N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    ChannelKey private _key;

    function setUp() public override {
        super.setUp();
        _key = keyOf(1);
        open(_key);
    }

    function test_RevertWhen_TheRowsAreMalformed() external {
        bytes memory cut = bytes.concat(row(_key, 1e18), hex"00");
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.PaymentChannels_RowsMalformed.selector, 105));
        settle(_key, cut);
    }

    function test_WhenThereAreNoRows() external {
        vm.recordLogs();
        assertEq(settle(_key, ""), 0);
        assertEq(vm.getRecordedLogs().length, 0);
    }

    /* VOUCHERS THAT PAY NOTHING */

    function test_WhenAnotherKeySigned() external {
        _expectNothing(row(_key, 1e18, 0xbad));
    }

    function test_WhenTheSignatureIsGarbage() external {
        _expectNothing(abi.encodePacked(PAYER, uint64(1), uint96(1e18), bytes32(0), bytes32(0)));
        _expectNothing(abi.encodePacked(PAYER, uint64(1), uint96(1e18), ~bytes32(0), ~bytes32(0)));
    }

    function test_WhenTheVoucherIsForAnotherPayee() external {
        bytes32 digest = digestOf(channels, keyOf(1, payeeOf(STRANGER)), 1e18);
        _expectNothing(row(_key, 1e18, digest, SESSION_SECRET));
    }

    function test_WhenTheVoucherIsForAnotherToken() external {
        bytes32 digest = digestOf(channels, keyOf(1, new TestToken()), 1e18);
        _expectNothing(row(_key, 1e18, digest, SESSION_SECRET));
    }

    function test_WhenTheVoucherIsOfAnotherChannel() external {
        open(keyOf(2));
        bytes32 digest = digestOf(channels, keyOf(2), 1e18);
        _expectNothing(row(_key, 1e18, digest, SESSION_SECRET));
    }

    function test_WhenTheVoucherIsOfAnotherPayer() external {
        ChannelKey memory other = keyOf(1);
        other.payer = STRANGER;
        _expectNothing(row(_key, 1e18, digestOf(channels, other, 1e18), SESSION_SECRET));
    }

    function test_WhenTheVoucherIsForAnotherContract() external {
        PaymentChannels twin = new PaymentChannels(rollup, channels.PASSKEY_VERIFIER());
        _expectNothing(row(_key, 1e18, digestOf(twin, _key, 1e18), SESSION_SECRET));
    }

    function test_WhenTheVoucherIsForAnotherChain() external {
        vm.chainId(10);
        bytes memory elsewhere = row(_key, 1e18);
        vm.chainId(31_337);
        _expectNothing(elsewhere);
    }

    function test_WhenTheVoucherIsForTheChainBeforeAFork() external {
        bytes memory before = row(_key, 1e18);
        vm.chainId(10);
        _expectNothing(before);
    }

    function test_GivenTheChannelWasNeverOpened() external {
        _expectNothing(row(keyOf(2), 1e18));
    }

    function test_GivenTheChannelIsClosed() external {
        openAndClose(keyOf(2));
        _expectNothing(row(keyOf(2), 1e18));
    }

    function test_WhenTheVoucherIsEqual() external {
        settle(_key, row(_key, 2e18));
        _expectNothing(row(_key, 2e18));
    }

    function test_WhenTheVoucherIsLower() external {
        settle(_key, row(_key, 2e18));
        _expectNothing(row(_key, 1e18));
    }

    function test_WhenTheSignatureIsMalleated() external {
        bytes memory voucher = row(_key, 2e18);
        settle(_key, voucher);
        // (r, N - s) with the other v is good for the same digest, but its s needs the bit that holds v
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digestOf(channels, _key, 2e18));
        uint256 s = N - (uint256(vs) & (type(uint256).max >> 1));
        _expectNothing(abi.encodePacked(PAYER, uint64(1), uint96(2e18), r, s));
        _expectNothing(abi.encodePacked(PAYER, uint64(1), uint96(2e18), r, s | 1 << 255));
    }

    /* VOUCHERS THAT PAY */

    function test_WhenTheVoucherIsHigher() external {
        settle(_key, row(_key, 2e18));
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Settled(_key.payee, address(stream), sumOf(_key, 5e18));
        vm.prank(STRANGER);
        assertEq(settle(_key, row(_key, 5e18)), 3e18);
        assertEq(stream.balanceOf(PAYEE), 5e18);
        assertEq(channelOf(_key).settled, 5e18);
    }

    function test_WhenTheVoucherIsAboveTheDeposit() external {
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Settled(_key.payee, address(stream), sumOf(_key, DEPOSIT));
        assertEq(settle(_key, row(_key, DEPOSIT + 1)), DEPOSIT);
        assertEq(settle(_key, row(_key, type(uint96).max)), 0);
        assertEq(stream.balanceOf(PAYEE), DEPOSIT);
    }

    function test_WhenARowIsRepeated() external {
        bytes memory voucher = row(_key, 2e18);
        assertEq(settle(_key, bytes.concat(voucher, voucher, voucher)), 2e18);
    }

    function test_WhenRowsAreBadAmongGoodOnes() external {
        open(keyOf(2));
        openAndClose(keyOf(3));
        bytes memory rows = bytes.concat(
            new bytes(104),
            row(_key, 1e18),
            row(_key, 9e18, 0xbad),
            row(keyOf(2), DEPOSIT + 1),
            row(keyOf(3), 1e18),
            row(keyOf(4), 1e18)
        );
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Settled(
            _key.payee, address(stream), bytes.concat(sumOf(_key, 1e18), sumOf(keyOf(2), DEPOSIT))
        );
        assertEq(settle(_key, rows), 1e18 + DEPOSIT, "PAY-3: a bad row stops no other");
    }

    function test_GivenTheChannelIsClosing() external {
        startClose(_key);
        assertEq(settle(_key, row(_key, 2e18)), 2e18);
        assertEq(channelOf(_key).closesAt, block.timestamp + WINDOW, "the close goes on");
    }

    function test_GivenTheWindowHasPassedButNobodyFinalized() external {
        startClose(_key);
        vm.warp(block.timestamp + WINDOW + 1);
        assertEq(settle(_key, row(_key, 2e18)), 2e18);
    }

    /* TOKENS */

    function test_WhenTheTokenRefusesThePayee() external {
        BlocklistToken token = new BlocklistToken();
        ChannelKey memory key = _openWith(token);
        token.setBlocked(PAYEE, true);
        _expectOwed(key);
    }

    function test_WhenTheTokenAnswersFalse() external {
        FalseReturnToken token = new FalseReturnToken();
        ChannelKey memory key = _openWith(token);
        token.setRefusing(true);
        _expectOwed(key);
    }

    function test_WhenTheTokenBurnsAllGas() external {
        _expectOwed(_openWith(new RevertingToken()));
    }

    function test_WhenTheTokenAnswersNothing() external {
        NoReturnToken token = new NoReturnToken();
        token.mint(PAYER, DEPOSIT);
        vm.prank(PAYER);
        token.approve(address(channels), DEPOSIT);
        ChannelKey memory key = keyOf(1, ERC20(address(token)));
        open(key);
        assertEq(settle(key, row(key, 2e18)), 2e18);
        assertEq(token.balanceOf(PAYEE), 2e18);
    }

    function test_WhenTheTokenCallsBack() external {
        ReentrantToken token = new ReentrantToken();
        ChannelKey memory key = _openWith(token);
        bytes memory voucher = row(key, 2e18);
        token.arm(address(channels), abi.encodeCall(channels.settle, (key.payee, address(token), voucher)));
        assertEq(settle(key, voucher), 2e18);
        assertEq(bytes4(token.answer()), ReentrancyGuardTransient.Reentrancy.selector);
        assertEq(token.balanceOf(PAYEE), 2e18);
    }

    function test_WhenTheTokenIsETH() external {
        ChannelKey memory key = keyOf(1, ERC20(address(0)));
        open(key);
        assertEq(settle(key, row(key, 2e18)), 2e18);
        assertEq(PAYEE.balance, 2e18);
    }

    function test_WhenThePayeeRefusesETH() external {
        Wallet wallet = new Wallet(PAYEE);
        wallet.setRefuses(true);
        ChannelKey memory key = keyOf(1, payeeOf(address(wallet)));
        key.token = address(0);
        open(key);
        _expectOwed(key);
    }

    function test_GivenSomethingWasOwedBefore() external {
        BlocklistToken token = new BlocklistToken();
        ChannelKey memory key = _openWith(token);
        token.setBlocked(PAYEE, true);
        settle(key, row(key, 2e18));
        token.setBlocked(PAYEE, false);
        assertEq(settle(key, row(key, 5e18)), 3e18);
        assertEq(token.balanceOf(PAYEE), 3e18);
        assertEq(channels.owed(key.payee, address(token)), 2e18, "until somebody calls payOut");
    }

    /* SPLITS */

    function test_WhenThePayeeIsASplit() external {
        SplitId split = registeredSplit();
        ChannelKey memory key = keyOf(1, payeeOf(split));
        open(key);
        vm.expectEmit(address(rollup));
        emit ISplitRollup.Credited(
            0, 0, abi.encodePacked(uint16(1), split.slot(), uint96(2e18 - PROVING_FEE))
        );
        assertEq(settle(key, row(key, 2e18)), 2e18);
        assertEq(stream.balanceOf(address(rollup)), 2e18);
        assertEq(stream.allowance(address(channels), address(rollup)), 0);

        vm.recordLogs();
        settle(key, row(key, 4e18));
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(channels)) continue;
            assertEq(logs[i].topics[0], IPaymentChannels.Settled.selector, "nothing was owed, nor is");
        }
    }

    function test_WhenThePayeeIsASplitAndTheProvingFeeWouldTakeMoreThanAHundredth() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        uint96 tooLittle = 100 * PROVING_FEE - 1;
        vm.expectEmit(address(channels));
        emit IPayouts.Owed(key.payee, address(stream), tooLittle);
        assertEq(settle(key, row(key, tooLittle)), tooLittle);
        assertEq(channels.owed(key.payee, address(stream)), tooLittle);

        vm.expectEmit(address(channels));
        emit IPayouts.PaidOut(key.payee, address(stream), tooLittle, 0);
        settle(key, row(key, tooLittle + 1));
        assertEq(channels.owed(key.payee, address(stream)), 0);
        assertEq(stream.balanceOf(address(rollup)), tooLittle + 1);
    }

    function _openWith(ERC20 token) private returns (ChannelKey memory key) {
        approve(token);
        key = keyOf(1, token);
        open(key);
    }

    function _expectNothing(bytes memory voucher) private {
        uint256 before = stream.balanceOf(PAYEE);
        vm.recordLogs();
        assertEq(settle(_key, voucher), 0, "PAY-4");
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(stream.balanceOf(PAYEE), before);
    }

    function _expectOwed(ChannelKey memory key) private {
        vm.expectEmit(address(channels));
        emit IPayouts.Owed(key.payee, key.token, 2e18);
        assertEq(settle(key, row(key, 2e18)), 2e18);
        assertEq(channels.owed(key.payee, key.token), 2e18);
        assertEq(channelOf(key).settled, 2e18);
    }
}
