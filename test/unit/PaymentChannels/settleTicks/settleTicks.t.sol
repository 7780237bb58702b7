// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {IPaymentChannels} from "src/interfaces/IPaymentChannels.sol";
import {ChannelKey} from "src/types/Channel.sol";
import {payeeOf} from "src/types/Payee.sol";
import {ChannelScene} from "test/helpers/ChannelScene.sol";

contract PaymentChannels_SettleTicks_Test is ChannelScene {
    uint96 private constant TICK = 0.01e18;
    bytes32 private constant SEED = "seed";

    ChannelKey private _key;

    function setUp() public override {
        super.setUp();
        _key = keyOf(1);
        open(_key);
    }

    function test_RevertWhen_TheRowsAreMalformed() external {
        bytes memory plain = row(_key, 1e18);
        vm.expectRevert(abi.encodeWithSelector(IPaymentChannels.PaymentChannels_RowsMalformed.selector, 104));
        _settle(plain);
    }

    function test_WhenThereAreNoRows() external {
        _expectNothing("");
    }

    /* ROWS THAT PAY NOTHING */

    function test_WhenTheTickIsOfAnotherChain() external {
        _expectNothing(_row(_key, 1e18, TICK, 5, hashed("another", 59), SESSION_SECRET));
    }

    function test_WhenTheTickIsNotAsDeepAsSaid() external {
        bytes32 fifth = hashed(SEED, 59);
        _expectNothing(_row(_key, 1e18, TICK, 6, fifth, SESSION_SECRET));
        _expectNothing(_row(_key, 1e18, TICK, 4, fifth, SESSION_SECRET));
    }

    function test_WhenThereAreMoreThan64Ticks() external {
        bytes32 root = hashed(SEED, 65);
        bytes32 digest =
            channels.tickVoucherDigest(_key.payer, _key.payee, _key.token, _key.salt, 1e18, root, TICK);
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digest);
        _expectNothing(abi.encodePacked(_key.payer, _key.salt, uint96(1e18), TICK, uint8(65), SEED, r, vs));
        _expectNothing(abi.encodePacked(_key.payer, _key.salt, uint96(1e18), TICK, uint8(255), SEED, r, vs));
    }

    function test_WhenTheTickValueIsNotWhatWasSigned() external {
        bytes memory raised = tickRow(_key, 1e18, TICK, SEED, 5);
        raised[51] = bytes1(uint8(raised[51]) + 1);
        _expectNothing(raised);
    }

    function test_WhenAnotherKeySigned() external {
        _expectNothing(_row(_key, 1e18, TICK, 5, hashed(SEED, 59), 0xbad));
    }

    function test_WhenTheSignatureIsGarbage() external {
        bytes memory garbage = abi.encodePacked(_key.payer, _key.salt, uint96(1e18), TICK);
        _expectNothing(bytes.concat(garbage, new bytes(97)));
    }

    function test_WhenWhatWasSignedIsAPlainVoucher() external {
        (bytes32 r, bytes32 vs) = vm.signCompact(SESSION_SECRET, digestOf(channels, _key, 1e18));
        _expectNothing(
            abi.encodePacked(_key.payer, _key.salt, uint96(1e18), uint96(0), uint8(0), bytes32(0), r, vs)
        );
    }

    function test_GivenTheChannelIsClosed() external {
        openAndClose(keyOf(2));
        _expectNothing(tickRow(keyOf(2), 1e18, TICK, SEED, 5));
    }

    function test_GivenTheTicksWereSettled() external {
        _settle(tickRow(_key, 1e18, TICK, SEED, 5));
        _expectNothing(tickRow(_key, 1e18, TICK, SEED, 5));
        _expectNothing(tickRow(_key, 1e18, TICK, SEED, 4));
    }

    /* ROWS THAT PAY */

    function test_WhenNoTickIsRevealed() external {
        assertEq(_settle(tickRow(_key, 1e18, TICK, SEED, 0)), 1e18);
    }

    function test_WhenTicksAreRevealed() external {
        bytes memory sums = sumOf(_key, 1e18 + 5 * TICK);
        bytes memory rows = tickRow(_key, 1e18, TICK, SEED, 5);
        vm.expectEmit(address(channels));
        emit IPaymentChannels.Settled(_key.payee, _key.token, sums);
        vm.prank(STRANGER);
        assertEq(_settle(rows), 1e18 + 5 * TICK);
        assertEq(stream.balanceOf(PAYEE), 1e18 + 5 * TICK);
        assertEq(channelOf(_key).settled, 1e18 + 5 * TICK);
    }

    function test_WhenAll64TicksAreRevealed() external {
        assertEq(_settle(tickRow(_key, 1e18, TICK, SEED, 64)), 1e18 + 64 * TICK);
    }

    function test_WhenMoreTicksAreRevealedLater() external {
        _settle(tickRow(_key, 1e18, TICK, SEED, 5));
        assertEq(_settle(tickRow(_key, 1e18, TICK, SEED, 9)), 4 * TICK);
    }

    function test_WhenTheTicksReachPastTheDeposit() external {
        assertEq(_settle(tickRow(_key, DEPOSIT - 1, TICK, SEED, 64)), DEPOSIT);
        assertEq(_settle(tickRow(_key, type(uint96).max, type(uint96).max, SEED, 64)), 0);
    }

    function test_WhenRowsAreBadAmongGoodOnes() external {
        open(keyOf(2));
        bytes memory rows = bytes.concat(
            new bytes(149),
            tickRow(_key, 1e18, TICK, SEED, 1),
            _row(_key, 9e18, TICK, 65, SEED, SESSION_SECRET),
            tickRow(keyOf(2), 2e18, TICK, SEED, 2),
            tickRow(keyOf(3), 2e18, TICK, SEED, 2)
        );
        assertEq(_settle(rows), 3e18 + 3 * TICK, "PAY-3: a bad row stops no other");
    }

    function test_WhenAPlainVoucherFollows() external {
        _settle(tickRow(_key, 1e18, TICK, SEED, 5));
        assertEq(settle(_key, row(_key, 2e18)), 1e18 - 5 * TICK, "both count the same total");
    }

    function test_WhenThePayeeIsASplit() external {
        ChannelKey memory key = keyOf(1, payeeOf(registeredSplit()));
        open(key);
        assertEq(channels.settleTicks(key.payee, key.token, tickRow(key, 1e18, TICK, SEED, 64)), 1.64e18);
        assertEq(stream.balanceOf(address(rollup)), 1.64e18);
    }

    function _settle(bytes memory rows) private returns (uint256) {
        return channels.settleTicks(_key.payee, _key.token, rows);
    }

    function _row(
        ChannelKey memory key,
        uint96 cumulative,
        uint96 value,
        uint8 count,
        bytes32 tick,
        uint256 signer
    ) private view returns (bytes memory) {
        (bytes32 r, bytes32 vs) = vm.signCompact(signer, tickDigestOf(key, cumulative, value, SEED));
        return abi.encodePacked(key.payer, key.salt, cumulative, value, count, tick, r, vs);
    }

    function _expectNothing(bytes memory rows) private {
        uint256 before = stream.balanceOf(PAYEE);
        vm.recordLogs();
        assertEq(_settle(rows), 0, "PAY-4");
        assertEq(vm.getRecordedLogs().length, 0);
        assertEq(stream.balanceOf(PAYEE), before);
    }
}
