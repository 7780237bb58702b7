// SPDX-License-Identifier: MIT
pragma solidity 0.8.30;

import {AnswerHints, PartialDecryption} from "src/types/PartialDecryption.sol";

/// @title KeyCourt
/// @notice Slashes a key node that signed a false answer: a partial decryption whose proof does not hold.
/// @dev KEY-1 rests on three rules. An honest node answers only for a capsule that it checked, by a key share that it checked
/// against its seat, as the seat stood some blocks ago. A wrong hint reverts, so nothing but the answer convicts. An answer is
/// judged by the seat of its own epoch, which never changes: for as long as the signer has a bond, no answer grows too old.
interface IKeyCourt {
    /// @notice `prover` showed that `keyholder` signed a false answer.
    event FalseAnswerProven(
        address indexed keyholder,
        bytes32 indexed committeeId,
        uint32 epoch,
        uint8 index,
        address indexed prover
    );

    /// @notice The answer's proof holds.
    error KeyCourt_AnswerTrue(bytes32 committeeId, uint32 epoch, uint8 index);
    /// @notice The recovered signer has not the answer's seat: check the answer, the signature, the chain and the court.
    error KeyCourt_NotTheMember(address signer, address member);

    /// @notice Slashes the key node that signed `answer`, whose proof is false. Half of the node's bond goes to the caller, half is
    /// burned.
    /// @dev Emits a {FalseAnswerProven} event.
    /// Notes:
    /// - an answer with a point that is not on the curve or has an x of the curve's order or more, or with a challenge or
    ///   response that is no scalar, is false as it stands; its hints are not read.
    /// - an answer of a former epoch is judged by the seats of that epoch, and costs the signer's present bond, whatever it is for.
    /// Requirements:
    /// - the signer has the answer's seat in the answer's epoch, and a bond, serving or unbonding;
    /// - the answer is false;
    /// - each hint that is read is the point that follows from the answer, else `Dleq_HintWrong`.
    /// @param signature 65 bytes, or 64 as of EIP-2098.
    /// @return keyholder The key node that was slashed.
    function slashKeyholder(
        PartialDecryption calldata answer,
        bytes calldata signature,
        AnswerHints calldata hints
    ) external returns (address keyholder);

    /// @notice Judges an answer by its proof alone, whoever signed it.
    /// @dev Reverts for a wrong hint, as {slashKeyholder} does. An answer without a seat is judged as false.
    /// @return Whether the answer is false.
    function isFalse(PartialDecryption calldata answer, AnswerHints calldata hints)
        external
        view
        returns (bool);

    /// @return The EIP-712 digest that a key node signs.
    function answerDigest(PartialDecryption calldata answer) external view returns (bytes32);
}
