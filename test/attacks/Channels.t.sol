// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey, ChannelStatus} from "src/types/Channel.sol";
import {Funding, FundingSource} from "src/types/Funding.sol";
import {payeeOf} from "src/types/Payee.sol";
import {Opening} from "src/types/Opening.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";
import {Passkey} from "test/helpers/Passkey.sol";
import {Permit} from "test/helpers/Permit.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice The attacks on payment channels that are known from other systems, each with its number.
///
/// | number | attack                                       | pinned                                    |
/// | 1      | the payer exits before the settlement        | here: who loses what; the watchtower wins the race |
/// | 2      | vouchers taken too near a deadline           | agents/sequencer                          |
/// | 3      | deposits counted before they are final       | agents/sequencer                          |
/// | 4, 5   | a poisoned batch; a stale close              | here                                      |
/// | 6      | a late tower, a stuck transaction, dear gas  | agents/watchtower                         |
/// | 7      | mass exit                                    | here: the contract's part; agents/watchtower: the order |
/// | 8      | reorganisations                              | agents/watchtower, agents/sequencer       |
/// | 9–14   | signatures, replays, ids, overflow           | here                                      |
/// | 15     | service while a channel closes               | here: no deposit then; agents/sequencer: no service |
/// | 16–20  | permits, tokens, dust, stolen keys, wallets  | here; tokens in `ChannelTokens.t.sol`     |
/// | 21     | a crash between accepting and remembering    | agents/sequencer                          |
/// | 22     | promising the same money twice               | here                                      |
/// | 23     | colliding nonces of an agent                 | agents/kernel                             |
/// | 24     | peers that deal with themselves              | not of this contract                      |
/// | 25     | forged ticks                                 | here                                      |
/// | 26     | a sequencer that censors during the window   | here: vouchers settle until somebody finalizes |
contract Channels_AttackTest is ChannelScene {
    /// @dev One account in every role, so that nothing but what was signed can stop a replay.
    uint256 private constant ALL = 0xa11;
    uint96 private constant TICK = 0.5e18;
    uint256 private constant N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    enum Use {
        Settle,
        Close,
        SettleTicks,
        OpenFor,
        OpenByPasskey,
        CloseWithConsent,
        Refund
    }

    ChannelKey private _all;

    function setUp() public override {
        super.setUp();
        address all = vm.addr(ALL);
        _all = ChannelKey(all, payeeOf(all), address(stream), 1, all);
        fund(all, 1000e18, address(channels));
        open(_all);
        vm.startPrank(all);
        channels.prepay(all, address(stream), DEPOSIT);
        (bytes32 x, bytes32 y) = Passkey.publicKey();
        channels.setPasskey(x, y);
        vm.stopPrank();
    }

    /* TIME */

    /// Who does not settle within the window and before somebody finalizes loses what is not settled, and no more.
    function test_Attack01_FinalizeFirst() external {
        open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), 10e18));
        startClose(keyOf(1));
        skip(WINDOW);
        channels.finalize(keyOf(1));
        assertEq(settle(keyOf(1), row(keyOf(1), 30e18)), 0, "too late");
        assertEq(stream.balanceOf(PAYEE), 10e18, "what was settled before stays");
    }

    function test_Attack01_ThePayerCannotFinalizeWithinTheWindow() external {
        open(keyOf(1));
        startClose(keyOf(1));
        uint256 closesAt = channelOf(keyOf(1)).closesAt;
        for (uint256 i; i < 60; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IPaymentChannels.PaymentChannels_TooEarly.selector, closesAt)
            );
            vm.prank(PAYER);
            channels.finalize(keyOf(1));
            skip(WINDOW / 60);
        }
        assertEq(settle(keyOf(1), row(keyOf(1), 30e18)), 30e18, "in the last second too");
    }

    function test_Attack05_AStaleVoucherClosesNothing() external {
        open(keyOf(1));
        settle(keyOf(1), row(keyOf(1), 30e18));
        startClose(keyOf(1));
        vm.prank(PAYER);
        assertEq(settle(keyOf(1), row(keyOf(1), 1e18)), 0);
        assertEq(settle(keyOf(1), row(keyOf(1), 40e18)), 10e18, "the highest wins, any time");
        finalizeAfter(keyOf(1));
        assertEq(stream.balanceOf(PAYEE), 40e18);
    }

    function test_Attack05_AStaleConsentCannotTakeBackWhatWasSettled() external {
        open(keyOf(1));
        bytes memory consent = closeConsent(keyOf(1), 10e18);
        settle(keyOf(1), row(keyOf(1), 30e18));
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentChannels.PaymentChannels_BelowSettled.selector, 10e18, 30e18)
        );
        vm.prank(PAYER);
        channels.closeWithConsent(keyOf(1), 10e18, FOREVER, consent);
    }

    function test_Attack07_MassExit() external {
        bytes memory rows;
        for (uint64 salt = 1; salt <= 100; ++salt) {
            open(keyOf(salt), WINDOW, 1e18);
            rows = bytes.concat(rows, row(keyOf(salt), 1e18));
            startClose(keyOf(salt));
        }
        uint256 before = gasleft();
        assertEq(settle(keyOf(1), rows), 100e18, "all of them in one call");
        // the goal is 11,300 with the call data, which is 1,664 at most
        assertLt((before - gasleft()) / 100, 11_300 - 1664);
    }

    function test_Attack15_NoDepositWhileItCloses() external {
        open(keyOf(1));
        startClose(keyOf(1));
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        vm.prank(PAYER);
        channels.topUp(keyOf(1), 1e18);
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        startClose(keyOf(1));
    }

    function test_Attack26_VouchersSettleUntilSomebodyFinalizes() external {
        open(keyOf(1));
        startClose(keyOf(1));
        skip(365 days);
        assertEq(settle(keyOf(1), row(keyOf(1), 30e18)), 30e18);
    }

    /* BATCHES */

    function test_Attack04_OneBadRowStopsNoOther() external {
        bytes memory rows;
        for (uint64 salt = 1; salt <= 8; ++salt) {
            open(keyOf(salt));
        }
        openAndClose(keyOf(9));
        bytes memory malleated = row(keyOf(1), 1e18);
        malleated[103] ^= 0x01;
        rows = bytes.concat(new bytes(104), malleated, row(keyOf(9), 1e18), row(keyOf(10), 1e18));
        rows = bytes.concat(rows, row(keyOf(1), type(uint96).max), row(keyOf(2), 0), row(keyOf(3), 1, 0xbad));
        for (uint64 salt = 4; salt <= 8; ++salt) {
            rows = bytes.concat(rows, row(keyOf(salt), 1e18));
        }
        assertEq(settle(keyOf(1), rows), DEPOSIT + 5e18, "PAY-3");
    }

    function test_Attack04_OneThatCannotBePaidStopsNoOther() external {
        BlocklistToken token = new BlocklistToken();
        approve(token);
        token.setBlocked(PAYEE, true);
        open(keyOf(1, token));
        open(keyOf(1));
        settle(keyOf(1, token), row(keyOf(1, token), 1e18));
        assertEq(settle(keyOf(1), row(keyOf(1), 1e18)), 1e18, "PAY-3");
        assertEq(channels.owed(payeeOf(PAYEE), address(token)), 1e18);
    }

    /* SIGNATURES */

    function test_Attack09_AMalleatedSignatureGainsNothing() external {
        open(keyOf(1));
        bytes32 digest = digestOf(channels, keyOf(1), 2e18);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(SESSION_SECRET, digest);
        bytes32 high = bytes32(N - uint256(s));
        // a row has 255 bits for s, which half of the order fills: none is left for the other half
        bytes memory fields = abi.encodePacked(PAYER, uint64(1), uint96(2e18), r);
        assertEq(settle(keyOf(1), bytes.concat(fields, high)), 0);
        assertEq(settle(keyOf(1), bytes.concat(fields, high | bytes32(uint256(v % 2) << 255))), 0);
        settle(keyOf(1), row(keyOf(1), 2e18));
        assertEq(settle(keyOf(1), row(keyOf(1), 2e18)), 0, "PAY-4: a replay is a no-op");
    }

    function test_Attack09_AMalleatedConsentIsUsedUpToo() external {
        open(keyOf(1));
        channels.refund(keyOf(1), 1e18, 0, FOREVER, refundConsent(keyOf(1), 1e18, 0));
        bytes32 digest = channels.refundConsentDigest(channels.channelIdOf(keyOf(1)), 1e18, 0, FOREVER);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYEE_KEY, digest);
        bytes memory malleated = abi.encodePacked(r, N - uint256(s), v == 27 ? uint8(28) : uint8(27));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentChannels.PaymentChannels_ConsentUsed.selector, channels.channelIdOf(keyOf(1)), 0
            )
        );
        channels.refund(keyOf(1), 1e18, 0, FOREVER, malleated);
    }

    function test_Attack10_NoSignatureServesOnAnotherChain() external {
        for (uint256 i; i <= uint256(type(Use).max); ++i) {
            vm.chainId(10);
            bytes32 elsewhere = _digest(channels, Use(i));
            vm.chainId(31_337);
            assertFalse(_accepted(Use(i), elsewhere), "PAY-4");
        }
    }

    function test_Attack10_NoSignatureServesOnAnotherContract() external {
        PaymentChannels twin = new PaymentChannels(rollup, channels.PASSKEY_VERIFIER());
        for (uint256 i; i <= uint256(type(Use).max); ++i) {
            assertFalse(_accepted(Use(i), _digest(twin, Use(i))), "PAY-4");
        }
    }

    function test_Attack10_NoSignatureSurvivesAFork() external {
        for (uint256 i; i <= uint256(type(Use).max); ++i) {
            bytes32 before = _digest(channels, Use(i));
            vm.chainId(10);
            assertFalse(_accepted(Use(i), before), "PAY-4");
            assertTrue(_accepted(Use(i), _digest(channels, Use(i))), "and new ones do");
            vm.chainId(31_337);
        }
    }

    function test_Attack12_AFailedRecoveryIsNobody() external {
        ChannelKey memory key = keyOf(1);
        key.sessionKey = address(0);
        vm.expectRevert(IPaymentChannels.PaymentChannels_SessionKeyZero.selector);
        open(key);
        vm.expectRevert(IPaymentChannels.PaymentChannels_SessionKeyZero.selector);
        vm.prank(PAYER);
        channels.openWith(
            key.payee, key.token, 1, address(0), WINDOW, DEPOSIT, Funding(FundingSource.Allowance, "")
        );
        prepay(address(stream), DEPOSIT);
        bytes memory signature = sign(PAYER_KEY, channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER)));
        vm.expectRevert(IPaymentChannels.PaymentChannels_SessionKeyZero.selector);
        channels.openFor(Opening(key, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), signature);
        // so no channel answers to a signature from which nobody is recovered
        open(keyOf(1));
        bytes memory fields = abi.encodePacked(PAYER, uint64(1), uint96(1e18));
        assertEq(settle(keyOf(1), bytes.concat(fields, new bytes(64))), 0);
        assertEq(settle(keyOf(1), abi.encodePacked(fields, N, uint256(1))), 0);
        assertEq(settle(keyOf(1), abi.encodePacked(fields, uint256(1), N)), 0);
    }

    /// Every signature, tried in every function: what serves in one serves in no other.
    function test_Attack14_NoSignatureServesForAnythingElse() external {
        for (uint256 i; i <= uint256(type(Use).max); ++i) {
            for (uint256 j; j <= uint256(type(Use).max); ++j) {
                bool same = _digest(channels, Use(i)) == _digest(channels, Use(j));
                assertEq(_accepted(Use(j), _digest(channels, Use(i))), same, "PAY-4");
            }
        }
        // two pairs say the same: a voucher, and what opens a channel
        assertEq(_digest(channels, Use.Settle), _digest(channels, Use.Close));
        assertEq(_digest(channels, Use.OpenFor), _digest(channels, Use.OpenByPasskey));
    }

    /* IDS AND AMOUNTS */

    function test_Attack11_NoIdIsEverUsedAgain() external {
        for (uint256 ending; ending < 8; ++ending) {
            uint256 state = vm.snapshotState();
            ChannelKey memory key = keyOf(1);
            open(key);
            bytes memory old = bytes.concat(row(key, 40e18), row(key, DEPOSIT));
            _end(key, ending);
            _expectUsed(key);
            if (ending != 7) assertTrue(statusOf(key) == ChannelStatus.Closed);
            skip(1000 days);
            _expectUsed(key);
            assertEq(settle(key, old), 0, "PAY-4");
            assertEq(channels.settleTicks(key.payee, key.token, tickRow(key, 0, TICK, "seed", 64)), 0);
            vm.revertToState(state);
        }
    }

    function test_Attack11_NothingBringsAClosedChannelBack() external {
        open(keyOf(1));
        _end(keyOf(1), 3);
        bytes memory refunding = refundConsent(keyOf(1), 0, 7);
        bytes memory closing = closeConsent(keyOf(1), 0);
        vm.startPrank(PAYER);
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        channels.topUp(keyOf(1), 1);
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        channels.topUpWith(keyOf(1), 1, Funding(FundingSource.Allowance, ""));
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        channels.startClose(keyOf(1));
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotClosing.selector);
        channels.finalize(keyOf(1));
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        channels.refund(keyOf(1), 0, 7, FOREVER, refunding);
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        channels.closeWithConsent(keyOf(1), 0, FOREVER, closing);
        vm.stopPrank();
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_NotOpen.selector);
        vm.prank(PAYEE);
        channels.close(keyOf(1), 0, 0, 0);
    }

    function test_Attack13_NothingOverflows() external {
        open(keyOf(1));
        open(keyOf(2));
        assertEq(settle(keyOf(1), row(keyOf(1), type(uint96).max)), DEPOSIT);
        bytes memory most = tickRow(keyOf(2), type(uint96).max, type(uint96).max, "seed", 64);
        assertEq(channels.settleTicks(keyOf(2).payee, address(stream), most), DEPOSIT);
        assertEq(settle(keyOf(1), row(keyOf(1), DEPOSIT)), 0, "equal");
        assertEq(settle(keyOf(1), row(keyOf(1), 0)), 0, "lower");
        assertEq(channelOf(keyOf(1)).settled, DEPOSIT);
        assertEq(channelOf(keyOf(1)).deposit, DEPOSIT, "no field runs over into the next");
        assertEq(channelOf(keyOf(1)).windowSec, WINDOW);
    }

    function test_Attack13_TheGreatestDepositIsHeldWhole() external {
        TestToken token = new TestToken();
        ChannelKey memory key = keyOf(1, token);
        token.mint(PAYER, type(uint96).max);
        vm.prank(PAYER);
        token.approve(address(channels), type(uint96).max);
        open(key, 30 days, type(uint96).max);
        assertEq(settle(key, row(key, type(uint96).max - 1)), type(uint96).max - 1);
        startClose(key);
        assertEq(settle(key, row(key, type(uint96).max)), 1);
        assertEq(channelOf(key).windowSec, 30 days);
        assertEq(channelOf(key).closesAt, block.timestamp + 30 days);
    }

    /* DEPOSITS */

    function test_Attack16_APermitUsedByAnotherStopsNoDeposit() external {
        vm.prank(PAYER);
        stream.approve(address(channels), 0);
        Funding memory funding = Permit.funding(PAYER_KEY, stream, DEPOSIT, address(channels));
        (uint256 deadline, uint8 v, bytes32 r, bytes32 s) =
            abi.decode(funding.authorization, (uint256, uint8, bytes32, bytes32));
        stream.permit(PAYER, address(channels), DEPOSIT, deadline, v, r, s);
        ChannelKey memory key = keyOf(1);
        vm.prank(PAYER);
        channels.openWith(key.payee, key.token, 1, key.sessionKey, WINDOW, DEPOSIT, funding);
        assertTrue(statusOf(key) == ChannelStatus.Open);
    }

    function test_Attack16_APermitOfAnotherCannotBeSpent() external {
        vm.prank(PAYER);
        stream.approve(address(channels), 0);
        Funding memory funding = Permit.funding(PAYER_KEY, stream, DEPOSIT, address(channels));
        vm.expectRevert();
        vm.prank(STRANGER);
        channels.openWith(payeeOf(STRANGER), address(stream), 1, STRANGER, WINDOW, DEPOSIT, funding);
    }

    function test_Attack18_DustBecomesNoFees() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        for (uint96 i = 1; i <= 20; ++i) {
            settle(key, row(key, i));
        }
        assertEq(stream.balanceOf(address(rollup)), 0, "nothing is credited, so no fee is paid");
        assertEq(channels.owed(key.payee, address(stream)), 20);
        settle(key, row(key, 1e18));
        assertEq(stream.balanceOf(address(rollup)), 1e18);
        assertEq(channels.owed(key.payee, address(stream)), 0);
    }

    function test_Attack18_AChannelOfOneWeiCostsItsOpenerAStorageWord() external {
        uint256 before = gasleft();
        open(keyOf(1), WINDOW, 1);
        assertGt(before - gasleft(), 22_100, "who bloats the state pays for it");
        assertEq(settle(keyOf(1), row(keyOf(1), 1)), 1);
    }

    /* KEYS */

    function test_Attack19_AStolenSessionKeyLosesOneDepositToItsPayee() external {
        open(keyOf(1));
        ChannelKey memory other = keyOf(2);
        other.sessionKey = vm.addr(SESSION_SECRET + 1);
        open(other);
        prepay(address(stream), DEPOSIT);
        // the thief has SESSION_SECRET
        ChannelKey memory thiefs = keyOf(1, payeeOf(STRANGER));
        assertEq(settle(thiefs, row(thiefs, DEPOSIT)), 0, "another payee");
        assertEq(settle(other, row(other, DEPOSIT)), 0, "another channel");
        bytes32 digest = channels.openDigest(Opening(thiefs, WINDOW, DEPOSIT, FOREVER));
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_SignatureInvalid.selector);
        channels.openFor(
            Opening(thiefs, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), sign(SESSION_SECRET, digest)
        );
        assertEq(settle(keyOf(1), row(keyOf(1), type(uint96).max)), DEPOSIT);
        assertEq(stream.balanceOf(PAYEE), DEPOSIT, "what is lost, and to whom");
    }

    function test_Attack20_AWalletThatChangesItsOwnerKeepsItsVouchers() external {
        Wallet wallet = new Wallet(PAYER);
        ChannelKey memory key = keyOf(1);
        key.payer = address(wallet);
        vm.prank(PAYER);
        channels.prepay(address(wallet), address(stream), DEPOSIT);
        channels.openFor(
            Opening(key, WINDOW, DEPOSIT, FOREVER),
            fromPrepaid(),
            sign(PAYER_KEY, channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER)))
        );
        bytes memory voucher = row(key, 30e18);
        wallet.setOwner(STRANGER);
        assertEq(settle(key, voucher), 30e18, "the session key signs, not the wallet");
    }

    function test_Attack20_APayeesConsentEndsWithItsOwner() external {
        Wallet wallet = new Wallet(PAYEE);
        ChannelKey memory key = keyOf(1, payeeOf(address(wallet)));
        open(key);
        bytes memory consent = closeConsent(key, 0);
        wallet.setOwner(STRANGER);
        vm.expectPartialRevert(IPaymentChannels.PaymentChannels_ConsentInvalid.selector);
        vm.prank(PAYER);
        channels.closeWithConsent(key, 0, FOREVER, consent);
    }

    function test_Attack22_NoMoneyIsPromisedTwice() external {
        open(keyOf(1));
        ChannelKey memory second = keyOf(1, payeeOf(STRANGER));
        open(second, WINDOW, 1e18);
        uint256 paid = settle(keyOf(1), row(keyOf(1), 2 * DEPOSIT)) + settle(second, row(second, 2 * DEPOSIT));
        assertEq(paid, DEPOSIT + 1e18, "each deposit is one payee's");
        // nor may what is prepaid be spent twice
        prepay(address(stream), DEPOSIT);
        bytes memory first = sign(PAYER_KEY, channels.openDigest(Opening(keyOf(5), WINDOW, DEPOSIT, FOREVER)));
        bytes memory again = sign(PAYER_KEY, channels.openDigest(Opening(keyOf(6), WINDOW, DEPOSIT, FOREVER)));
        channels.openFor(Opening(keyOf(5), WINDOW, DEPOSIT, FOREVER), fromPrepaid(), first);
        vm.expectRevert();
        channels.openFor(Opening(keyOf(6), WINDOW, DEPOSIT, FOREVER), fromPrepaid(), again);
    }

    /* TICKS */

    function test_Attack25_TicksCannotBeForged() external {
        open(keyOf(1));
        bytes memory tick = tickRow(keyOf(1), 1e18, TICK, "seed", 3);
        _expectNoTicks(_withTick(tick, 4, hashed("guess", 60)));
        _expectNoTicks(_withTick(tick, 4, hashed("seed", 61)));
        _expectNoTicks(_withTick(tick, 2, hashed("seed", 61)));
        // the root itself is revealed by zero ticks only
        _expectNoTicks(_withTick(tick, 1, hashed("seed", 64)));
        _expectNoTicks(_withTick(tick, 65, keccak256("before the seed")));
        _expectNoTicks(_withTick(tick, 255, "seed"));
        assertEq(_ticks(_withTick(tick, 0, hashed("seed", 64))), 1e18);
        assertEq(_ticks(tick), 3 * TICK);
        _expectNoTicks(tick);
    }

    function test_Attack25_AChainServesOneVoucher() external {
        open(keyOf(1));
        open(keyOf(2));
        bytes memory tick = tickRow(keyOf(1), 1e18, TICK, "seed", 3);
        bytes memory moved = tick;
        moved[27] = 0x02; // another channel's salt
        _expectNoTicks(moved);
        moved = tickRow(keyOf(1), 1e18, TICK, "seed", 3);
        moved[39] ^= 0x01; // another cumulative
        _expectNoTicks(moved);
    }

    function test_Attack25_AGreatCountCostsNothing() external {
        open(keyOf(1));
        bytes memory rows;
        for (uint256 i; i < 20; ++i) {
            rows = bytes.concat(rows, _withTick(tickRow(keyOf(1), 1e18, TICK, "seed", 1), 255, "x"));
        }
        uint256 before = gasleft();
        _expectNoTicks(rows);
        assertLt((before - gasleft()) / 20, 3000, "not even a recovery");
    }

    /* INTERNAL */

    /// @dev 0 to 2: closed in each way; 3 to 5: after all of it was refunded; 6: after all was settled; 7: refunded, and open.
    function _end(ChannelKey memory key, uint256 ending) private {
        if (ending == 6) settle(key, row(key, DEPOSIT));
        bool refunded = (ending >= 3 && ending <= 5) || ending == 7;
        if (refunded) channels.refund(key, DEPOSIT, 0, FOREVER, refundConsent(key, DEPOSIT, 0));
        if (ending == 7) return;
        if (ending % 3 == 0) {
            startClose(key);
            finalizeAfter(key);
        } else if (ending % 3 == 1) {
            close(key, refunded ? 0 : 30e18);
        } else {
            uint96 settled = refunded ? 0 : 30e18;
            bytes memory consent = closeConsent(key, settled);
            vm.prank(PAYER);
            channels.closeWithConsent(key, settled, FOREVER, consent);
        }
    }

    /// @dev By every function that opens channels.
    function _expectUsed(ChannelKey memory key) private {
        bytes memory used = abi.encodeWithSelector(
            IPaymentChannels.PaymentChannels_AlreadyUsed.selector, channels.channelIdOf(key)
        );
        prepay(address(stream), DEPOSIT);
        vm.expectRevert(used);
        open(key);
        vm.expectRevert(used);
        vm.prank(PAYER);
        channels.openWith(
            key.payee,
            key.token,
            key.salt,
            key.sessionKey,
            WINDOW,
            DEPOSIT,
            Funding(FundingSource.Prepaid, "")
        );
        bytes32 digest = channels.openDigest(Opening(key, WINDOW, DEPOSIT, FOREVER));
        vm.expectRevert(used);
        channels.openFor(Opening(key, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), sign(PAYER_KEY, digest));
        (bytes32 x, bytes32 y) = Passkey.publicKey();
        vm.prank(PAYER);
        channels.setPasskey(x, y);
        bytes memory assertion = Passkey.assertion(digest);
        vm.expectRevert(used);
        channels.openByPasskey(Opening(key, WINDOW, DEPOSIT, FOREVER), fromPrepaid(), x, y, assertion);
    }

    /// @return What `where` asks to be signed for `use`; two channels, since what is open cannot be opened.
    function _digest(PaymentChannels where, Use use) private view returns (bytes32) {
        bytes32 channelId = where.channelIdOf(_all);
        if (use == Use.SettleTicks) {
            return
                where.tickVoucherDigest(_all.payer, _all.payee, _all.token, 1, 1e18, hashed("seed", 64), TICK);
        }
        if (use == Use.CloseWithConsent) return where.closeConsentDigest(channelId, 1e18, FOREVER);
        if (use == Use.Refund) return where.refundConsentDigest(channelId, 1e18, 0, FOREVER);
        if (use == Use.Settle || use == Use.Close) return digestOf(where, _all, 1e18);
        return where.openDigest(Opening(_unopened(), WINDOW, 1e18, FOREVER));
    }

    function _unopened() private view returns (ChannelKey memory key) {
        key = _all;
        key.salt = 2;
    }

    /// @return accepted Whether a signature of `digest` serves for `use`; nothing stays of the attempt.
    function _accepted(Use use, bytes32 digest) private returns (bool accepted) {
        uint256 state = vm.snapshotState();
        accepted = _try(use, digest);
        vm.revertToState(state);
    }

    function _try(Use use, bytes32 digest) private returns (bool accepted) {
        (bytes32 r, bytes32 vs) = vm.signCompact(ALL, digest);
        bytes memory signature = abi.encodePacked(r, vs);
        bytes memory fields = abi.encodePacked(_all.payer, uint64(1), uint96(1e18));
        if (use == Use.Settle) return settle(_all, bytes.concat(fields, signature)) != 0;
        if (use == Use.SettleTicks) {
            bytes memory tick = abi.encodePacked(TICK, uint8(4), hashed("seed", 60));
            bytes memory rows = bytes.concat(fields, tick, signature);
            return channels.settleTicks(_all.payee, _all.token, rows) != 0;
        }
        bytes memory data;
        if (use == Use.Close) data = abi.encodeCall(channels.close, (_all, 1e18, r, vs));
        if (use == Use.OpenFor) {
            data = abi.encodeCall(
                channels.openFor, (Opening(_unopened(), WINDOW, 1e18, FOREVER), fromPrepaid(), signature)
            );
        }
        if (use == Use.OpenByPasskey) {
            (bytes32 x, bytes32 y) = Passkey.publicKey();
            bytes memory assertion = Passkey.assertion(digest);
            data = abi.encodeCall(
                channels.openByPasskey,
                (Opening(_unopened(), WINDOW, 1e18, FOREVER), fromPrepaid(), x, y, assertion)
            );
        }
        if (use == Use.CloseWithConsent) {
            data = abi.encodeCall(channels.closeWithConsent, (_all, 1e18, FOREVER, signature));
        }
        if (use == Use.Refund) data = abi.encodeCall(channels.refund, (_all, 1e18, 0, FOREVER, signature));
        vm.prank(_all.payer);
        (accepted,) = address(channels).call(data);
    }

    function _withTick(bytes memory tick, uint8 count, bytes32 revealed)
        private
        pure
        returns (bytes memory changed)
    {
        changed = bytes.concat(tick);
        changed[52] = bytes1(count);
        assembly {
            mstore(add(changed, 85), revealed)
        }
    }

    function _ticks(bytes memory rows) private returns (uint256) {
        return channels.settleTicks(payeeOf(PAYEE), address(stream), rows);
    }

    function _expectNoTicks(bytes memory rows) private {
        assertEq(_ticks(rows), 0, "PAY-4");
    }
}
