// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {AccessScene} from "test/helpers/AccessScene.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {Act} from "test/helpers/policies/ActingPolicy.sol";

contract AccessPolicy_IsDelegate_Test is AccessScene {
    uint40 private _expiresAt;

    function setUp() public override {
        super.setUp();
        _expiresAt = uint40(block.timestamp + 1 days);
    }

    function test_WhenTheDelegateIsNobody() external view {
        assertFalse(_isSigned(VIEWER, VIEWER_KEY, address(0), _expiresAt));
    }

    function test_WhenTheTimeIsOver() external {
        bytes memory signature = _signed(VIEWER, VIEWER_KEY, STRANGER, _expiresAt);
        vm.prank(VIEWER);
        access.setDelegate(STRANGER, _expiresAt);
        vm.warp(_expiresAt);
        assertTrue(access.isDelegate(VIEWER, STRANGER, _expiresAt, signature), "the last second");
        assertTrue(access.isDelegate(VIEWER, STRANGER, _expiresAt, ""), "the last second");
        skip(1);
        assertFalse(access.isDelegate(VIEWER, STRANGER, _expiresAt, signature));
        assertFalse(access.isDelegate(VIEWER, STRANGER, _expiresAt, ""));
    }

    function test_WhenTheTimeIsTooFar() external view {
        uint40 latest = uint40(block.timestamp + 30 days);
        assertTrue(_isSigned(VIEWER, VIEWER_KEY, STRANGER, latest));
        assertFalse(_isSigned(VIEWER, VIEWER_KEY, STRANGER, latest + 1));
    }

    function test_WhenTheViewerSigned() external view {
        assertTrue(_isSigned(VIEWER, VIEWER_KEY, STRANGER, _expiresAt));
    }

    function test_WhenAnotherSigned() external view {
        assertFalse(_isSigned(VIEWER, 0xbad, STRANGER, _expiresAt));
    }

    function test_WhenTheSignatureIsOfAnotherDelegation() external {
        bytes memory signature = _signed(VIEWER, VIEWER_KEY, STRANGER, _expiresAt);
        assertFalse(access.isDelegate(VIEWER, BUYER, _expiresAt, signature), "another delegate");
        assertFalse(access.isDelegate(VIEWER, STRANGER, _expiresAt - 1, signature), "another time");
        assertFalse(access.isDelegate(BUYER, STRANGER, _expiresAt, signature), "another viewer");
        vm.chainId(10);
        assertFalse(access.isDelegate(VIEWER, STRANGER, _expiresAt, signature), "another chain");
    }

    function test_WhenAContractSigned() external {
        address wallet = address(new Wallet(VIEWER));
        assertTrue(_isSigned(wallet, VIEWER_KEY, STRANGER, _expiresAt));
        assertFalse(_isSigned(wallet, 0xbad, STRANGER, _expiresAt));
    }

    /// @dev Whatever a viewer's contract does costs a caller no more than {SIGNATURE_GAS}.
    function test_WhenAContractDoesSomethingElse() external {
        for (uint8 act; act <= uint8(type(Act).max); ++act) {
            address wallet = makeAddr(vm.toString(act));
            vm.etch(wallet, address(new AnswersAnything(Act(act))).code);
            uint256 before = gasleft();
            assertFalse(_isSigned(wallet, VIEWER_KEY, STRANGER, _expiresAt), vm.toString(act));
            assertLt(before - gasleft(), access.SIGNATURE_GAS() + 50_000, "bounded gas");
        }
    }

    function test_GivenTheChainSaysSo() external {
        vm.prank(VIEWER);
        access.setDelegate(STRANGER, _expiresAt);
        assertTrue(access.isDelegate(VIEWER, STRANGER, _expiresAt, ""));
        assertTrue(access.isDelegate(VIEWER, STRANGER, _expiresAt - 1, ""), "sooner");
        assertFalse(access.isDelegate(VIEWER, STRANGER, _expiresAt + 1, ""), "later");
        assertFalse(access.isDelegate(VIEWER, BUYER, _expiresAt, ""), "another delegate");
    }

    function _isSigned(address viewer, uint256 key, address delegate, uint40 expiresAt)
        private
        view
        returns (bool)
    {
        return access.isDelegate(viewer, delegate, expiresAt, _signed(viewer, key, delegate, expiresAt));
    }

    function _signed(address viewer, uint256 key, address delegate, uint40 expiresAt)
        private
        view
        returns (bytes memory)
    {
        return sign(key, access.delegationDigest(viewer, delegate, 0, expiresAt));
    }
}

/// @notice Answers every call as it was told, but never with ERC-1271's word.
contract AnswersAnything {
    Act private immutable ACT;

    constructor(Act act) {
        ACT = act;
    }

    fallback() external {
        Act act = ACT;
        while (act == Act.Loop) {}
        bool reverts = act == Act.Revert || act == Act.RevertWithAMillionBytes;
        uint256 length = 32;
        if (act == Act.Nothing) length = 0;
        if (act == Act.OneByte) length = 1;
        if (act == Act.TwoWords) length = 64;
        if (act == Act.AMillionBytes || act == Act.RevertWithAMillionBytes) length = 500_000;
        // with ERC-1271's word wherever something else gives it away
        bool isAnswer = length == 32 && !reverts;
        uint256 word = isAnswer ? 1 : uint256(uint32(0x1626ba7e)) << 224;
        assembly {
            if eq(act, 5) { invalid() }
            mstore(0, word)
            if reverts { revert(0, length) }
            return(0, length)
        }
    }
}
