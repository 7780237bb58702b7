// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {MeteredPolicy} from "src/access/MeteredPolicy.sol";
import {AccessRequest} from "src/types/AccessRequest.sol";
import {Role} from "src/types/Operator.sol";
import {PaidPeriod} from "src/types/PaidPeriod.sol";
import {Policy} from "src/types/Policy.sol";
import {MeteredScene} from "test/helpers/MeteredScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";

contract MeteredPolicy_IsAllowed_Test is MeteredScene {
    PaidPeriod private _receipt;

    function setUp() public override {
        super.setUp();
        _receipt = receiptOf(PERIOD);
    }

    function test_WhenThePeriodWasPaid() external {
        assertTrue(allows(metered(), signed(_receipt)));
        _receipt.price += 1;
        assertTrue(allows(metered(), signed(_receipt)), "for more");
        vm.warp(_receipt.expiresAt);
        assertTrue(allows(metered(), signed(_receipt)), "in the last second");
    }

    function test_WhenTheSequencerIsAContract() external {
        address wallet = address(new Wallet(SEQUENCER));
        registerAs(wallet, Role.Sequencer);
        assertTrue(allows(Policy(meter, abi.encode(wallet, PRICE)), signed(_receipt)));
    }

    function test_RevertWhen_ThereIsNoReceipt() external {
        vm.expectRevert();
        this.ask("");
    }

    function test_RevertWhen_TheSignatureIsCutShort() external {
        bytes memory evidence = signed(_receipt);
        assembly ("memory-safe") {
            mstore(evidence, sub(mload(evidence), 64))
        }
        vm.expectRevert();
        this.ask(evidence);
    }

    function test_RevertWhen_TheReceiptIsOfAnother() external {
        PaidPeriod memory receipt = _receipt;
        receipt.viewer = STRANGER;
        _expectOfAnother(receipt);
        receipt = _receipt;
        receipt.contentId = "another";
        _expectOfAnother(receipt);
        receipt = _receipt;
        receipt.period += 1;
        _expectOfAnother(receipt);
    }

    function test_RevertWhen_ThePeriodIsBeyondReceipts() external {
        AccessRequest memory asked = request();
        asked.period += 2 ** 64;
        bytes memory evidence = signed(_receipt);
        Policy memory policy = metered();
        vm.expectPartialRevert(MeteredPolicy.MeteredPolicy_ReceiptOfAnother.selector);
        meter.isAllowed(asked, policy.terms, evidence);
    }

    function test_RevertWhen_TooLittleWasPaid() external {
        _receipt.price -= 1;
        bytes memory evidence = signed(_receipt);
        vm.expectRevert(
            abi.encodeWithSelector(MeteredPolicy.MeteredPolicy_PriceTooLow.selector, PRICE - 1, PRICE)
        );
        this.ask(evidence);
    }

    function test_RevertWhen_TheReceiptHasExpired() external {
        bytes memory evidence = signed(_receipt);
        vm.warp(_receipt.expiresAt + 1);
        vm.expectRevert(
            abi.encodeWithSelector(MeteredPolicy.MeteredPolicy_ReceiptExpired.selector, _receipt.expiresAt)
        );
        this.ask(evidence);
    }

    function test_RevertGiven_TheSequencerUnbonds() external {
        bytes memory evidence = signed(_receipt);
        vm.prank(SEQUENCER);
        operators.startUnbond();
        _expectNotASequencer(SEQUENCER);
        this.ask(evidence);
    }

    function test_RevertGiven_TheSequencerIsNone() external {
        registerAs(STRANGER, Role.Edge);
        bytes memory evidence = signed(_receipt);
        Policy memory policy = Policy(meter, abi.encode(STRANGER, PRICE));
        AccessRequest memory asked = request();
        _expectNotASequencer(STRANGER);
        meter.isAllowed(asked, policy.terms, evidence);
    }

    function test_RevertWhen_AnotherSequencerSigned() external {
        registerAs(vm.addr(0xbad), Role.Sequencer);
        bytes memory evidence = signed(_receipt, 0xbad);
        _expectInvalid();
        this.ask(evidence);
    }

    function test_RevertWhen_TheSignatureIsOfAnotherReceipt() external {
        bytes memory signature = sign(SEQUENCER_KEY, meter.paidPeriodDigest(_receipt));
        _receipt.price += 1;
        _expectInvalid();
        this.ask(abi.encode(_receipt, signature));
    }

    function test_RevertWhen_TheSignatureIsOfAnotherChain() external {
        bytes memory evidence = signed(_receipt);
        vm.chainId(10);
        _expectInvalid();
        this.ask(evidence);
    }

    function ask(bytes memory evidence) external view returns (bool) {
        return allows(metered(), evidence);
    }

    function _expectOfAnother(PaidPeriod memory receipt) private {
        bytes memory evidence = signed(receipt);
        vm.expectRevert(
            abi.encodeWithSelector(
                MeteredPolicy.MeteredPolicy_ReceiptOfAnother.selector,
                receipt.viewer,
                receipt.contentId,
                receipt.period
            )
        );
        this.ask(evidence);
    }

    function _expectNotASequencer(address sequencer) private {
        vm.expectRevert(abi.encodeWithSelector(MeteredPolicy.MeteredPolicy_NotASequencer.selector, sequencer));
    }

    function _expectInvalid() private {
        vm.expectRevert(
            abi.encodeWithSelector(MeteredPolicy.MeteredPolicy_SignatureInvalid.selector, SEQUENCER)
        );
    }
}
