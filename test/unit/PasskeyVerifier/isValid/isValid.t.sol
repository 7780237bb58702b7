// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {WebAuthn} from "@openzeppelin/contracts/utils/cryptography/WebAuthn.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {IPasskeyVerifier} from "src/interfaces/IPasskeyVerifier.sol";
import {Base} from "test/Base.t.sol";
import {Passkey} from "test/helpers/Passkey.sol";

/// @dev Every test runs twice: on a chain that has the precompile of EIP-7951, and on one that has not.
abstract contract PasskeyVerifier_IsValid_Test is Base {
    bytes32 private constant DIGEST = keccak256("what is signed");

    IPasskeyVerifier private _verifier;
    bytes32 private _x;
    bytes32 private _y;

    function setUp() public virtual override {
        super.setUp();
        _verifier = channels.PASSKEY_VERIFIER();
        (_x, _y) = Passkey.publicKey();
    }

    function test_WhenThePasskeySigned() external view {
        _expect(true, _signed());
    }

    function test_GivenTheChainHasThePrecompileOrNot() external view {
        bytes memory assertion = Passkey.encode(_signed());
        uint256 before = gasleft();
        assertTrue(_verifier.isValid(DIGEST, _x, _y, assertion));
        uint256 cost = before - gasleft();
        // 150,000 is far from both
        assertEq(cost < 150_000, _hasPrecompile());
    }

    function test_WhenTheBrowserWritesTheFieldsInAnotherOrder() external view {
        string memory usual = Passkey.clientData("webauthn.get", DIGEST);
        string memory client = string.concat('{"origin":"x",', _after(usual, 1));
        WebAuthn.WebAuthnAuth memory auth = Passkey.sign(Passkey.KEY, client, Passkey.USER_PRESENT);
        auth.typeIndex += 13;
        auth.challengeIndex += 13;
        _expect(true, auth);
    }

    function test_WhenWhatWasSignedDiffers() external view {
        assertFalse(_verifier.isValid(~DIGEST, _x, _y, Passkey.encode(_signed())));
    }

    function test_WhenAnotherKeySigned() external view {
        string memory client = Passkey.clientData("webauthn.get", DIGEST);
        _expect(false, Passkey.sign(Passkey.KEY + 1, client, Passkey.USER_PRESENT));
    }

    function test_WhenTheUserWasNotPresent() external view {
        string memory client = Passkey.clientData("webauthn.get", DIGEST);
        _expect(false, Passkey.sign(Passkey.KEY, client, 0x00));
        _expect(false, Passkey.sign(Passkey.KEY, client, 0x04));
    }

    function test_WhenItIsAnotherKindOfCeremony() external view {
        string memory client = Passkey.clientData("webauthn.create", DIGEST);
        _expect(false, Passkey.sign(Passkey.KEY, client, Passkey.USER_PRESENT));
    }

    function test_WhenAFieldOfTheAssertionIsChanged() external view {
        WebAuthn.WebAuthnAuth memory auth = _signed();
        auth.r = bytes32(uint256(auth.r) ^ 1);
        _expect(false, auth);
        auth = _signed();
        auth.s = bytes32(uint256(auth.s) ^ 1);
        _expect(false, auth);
        auth = _signed();
        auth.authenticatorData[36] = 0x02;
        _expect(false, auth);
        auth = _signed();
        bytes(auth.clientDataJSON)[bytes(auth.clientDataJSON).length - 2] = "/";
        _expect(false, auth);
    }

    function test_WhenAnIndexPointsElsewhere() external view {
        WebAuthn.WebAuthnAuth memory auth = _signed();
        auth.typeIndex = 2;
        _expect(false, auth);
        auth.typeIndex = type(uint256).max;
        _expect(false, auth);
        auth = _signed();
        auth.challengeIndex = 24;
        _expect(false, auth);
        auth.challengeIndex = type(uint256).max;
        _expect(false, auth);
    }

    function test_WhenTheAuthenticatorAnsweredWithTheOtherS() external view {
        WebAuthn.WebAuthnAuth memory auth = _signed();
        auth.s = bytes32(P256.N - uint256(auth.s));
        assertGt(uint256(auth.s), P256.N / 2);
        _expect(true, auth);
    }

    /// @dev Nobody meets this s by chance: a key is made for it, with the nonce 1, so that r is the generator's x.
    function test_WhenSIsTheGreatestOfTheLower() external view {
        WebAuthn.WebAuthnAuth memory auth = _signed();
        (auth.r, auth.s) = (bytes32(P256.GX), bytes32(P256.N / 2));
        bytes32 message = sha256(abi.encodePacked(auth.authenticatorData, sha256(bytes(auth.clientDataJSON))));
        uint256 difference = addmod(P256.N / 2, P256.N - uint256(message) % P256.N, P256.N);
        uint256 key = mulmod(difference, Math.invModPrime(P256.GX, P256.N), P256.N);
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        assertTrue(_verifier.isValid(DIGEST, bytes32(x), bytes32(y), Passkey.encode(auth)));
    }

    function test_WhenSIsOutOfRange() external view {
        WebAuthn.WebAuthnAuth memory auth = _signed();
        auth.s = 0;
        _expect(false, auth);
        auth.s = bytes32(P256.N);
        _expect(false, auth);
        auth.s = bytes32(P256.N + 1);
        _expect(false, auth);
        auth.s = ~bytes32(0);
        _expect(false, auth);
    }

    function test_WhenThePublicKeyIsNotOnTheCurve() external view {
        bytes memory assertion = Passkey.encode(_signed());
        assertFalse(_verifier.isValid(DIGEST, 0, 0, assertion));
        assertFalse(_verifier.isValid(DIGEST, _y, _x, assertion));
        assertFalse(_verifier.isValid(DIGEST, ~bytes32(0), ~bytes32(0), assertion));
    }

    function test_WhenTheAuthenticatorDataIsTooShort() external view {
        WebAuthn.WebAuthnAuth memory auth = _signed();
        auth.authenticatorData = new bytes(36);
        _expect(false, auth);
        auth.authenticatorData = "";
        _expect(false, auth);
    }

    function testFuzz_WhenTheAssertionIsAnyBytes(bytes calldata assertion) external view {
        assertFalse(_verifier.isValid(DIGEST, _x, _y, assertion));
    }

    function testFuzz_WhenTheAssertionIsCut(uint256 bytes_) external view {
        bytes memory cut = Passkey.encode(_signed());
        // the last word holds padding only
        bytes_ = bound(bytes_, 0, cut.length - 32);
        assembly {
            mstore(cut, bytes_)
        }
        assertFalse(_verifier.isValid(DIGEST, _x, _y, cut));
    }

    function testFuzz_WhenAWordOfTheAssertionIsAnything(uint256 word, uint256 value) external view {
        bytes memory changed = Passkey.encode(_signed());
        word = bound(word, 0, 5);
        assembly {
            let at := add(add(changed, 0x20), mul(word, 0x20))
            if eq(mload(at), value) { value := add(value, 1) }
            mstore(at, value)
        }
        assertFalse(_verifier.isValid(DIGEST, _x, _y, changed));
    }

    function _hasPrecompile() internal pure virtual returns (bool);

    function _signed() private pure returns (WebAuthn.WebAuthnAuth memory) {
        return Passkey.sign(Passkey.KEY, Passkey.clientData("webauthn.get", DIGEST), Passkey.USER_PRESENT);
    }

    function _expect(bool valid, WebAuthn.WebAuthnAuth memory auth) private view {
        assertEq(_verifier.isValid(DIGEST, _x, _y, Passkey.encode(auth)), valid);
    }

    function _after(string memory text, uint256 start) private pure returns (string memory) {
        bytes memory rest = new bytes(bytes(text).length - start);
        for (uint256 i; i < rest.length; ++i) {
            rest[i] = bytes(text)[start + i];
        }
        return string(rest);
    }
}

contract PasskeyVerifier_IsValidInSolidity_Test is PasskeyVerifier_IsValid_Test {
    function _hasPrecompile() internal pure override returns (bool) {
        return false;
    }
}

/// forge-config: default.evm_version = "osaka"
contract PasskeyVerifier_IsValidByPrecompile_Test is PasskeyVerifier_IsValid_Test {
    function _hasPrecompile() internal pure override returns (bool) {
        return true;
    }
}
