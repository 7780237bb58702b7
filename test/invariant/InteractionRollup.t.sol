// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Assertion, Evidence, Stride, Verdict} from "src/types/Interactions.sol";
import {InteractionScene} from "test/helpers/InteractionScene.sol";
import {OperationTwin} from "test/helpers/OperationTwin.sol";

/// @notice Postings, an honest asserter, liars, a challenger, a thief who shows what is true to be false, and nobody who cares for order.
contract InteractionRollup_Invariants is InteractionScene {
    struct Made {
        Assertion assertion;
        bytes32[] roots;
        uint256 posting;
        uint256 falseFrom;
        uint256 madeAt;
    }

    uint256 private constant MOST_POSTINGS = 6;
    uint256 private constant TRUE = type(uint256).max;
    address private immutable THIEF = makeAddr("thief");

    bytes[] private _posted;
    bytes[] private _truths;
    bytes[] private _made;
    mapping(bytes32 id => bool) private _isMade;
    mapping(uint256 which => bool) private _isReaped;
    uint256 private _truthsDenied;

    function setUp() public override {
        super.setUp();
        vm.deal(LIAR, 1_000_000 ether);
        vm.deal(ASSERTER, 1_000_000 ether);
        bytes4[] memory selectors = new bytes4[](7);
        selectors[0] = this.doPost.selector;
        selectors[1] = this.doAssert.selector;
        selectors[2] = this.doFalsify.selector;
        selectors[3] = this.doDeny.selector;
        selectors[4] = this.doConfirm.selector;
        selectors[5] = this.doCollect.selector;
        selectors[6] = this.doWait.selector;
        targetContract(address(this));
        targetSelector(FuzzSelector(address(this), selectors));
    }

    /* WHAT HAPPENS */

    function doPost(uint256 seed) external {
        if (_posted.length == MOST_POSTINGS) return;
        uint256 strides = 1 + seed % 3;
        bytes memory operations;
        for (uint256 i; i < 16 * strides; ++i) {
            uint256 draw = uint256(keccak256(abi.encode(seed, i)));
            bool isIdle = uint256(keccak256(abi.encode(seed, "idle", i / 16))) % 4 == 0;
            // most strides do something, with some operations of any bytes in between
            operations = abi.encodePacked(
                operations,
                isIdle
                    ? bytes12(0)
                    : draw % 4 == 0
                        // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
                        ? bytes12(uint96(draw >> 8))
                        : OperationTwin.cell(1 + draw % 6, 0, (draw >> 8) % 2, (draw >> 16) % 2, 0)
            );
        }
        Posted memory posted = settled(operations);
        _posted.push(abi.encode(posted));
        _truths.push(abi.encode(execute(posted)));
    }

    /// @param lie_ Where the lie begins; nowhere for one of three.
    /// @param isOrphan Whether the root before is false.
    function doAssert(uint256 posting, uint256 lie_, bool isOrphan) external {
        if (_posted.length == 0) return;
        posting %= _posted.length;
        (uint64 next,) = interactions.next();
        if (posting < next) return;
        Truth memory truth = _truth(posting);
        Made memory made;
        made.posting = posting;
        made.falseFrom = lie_ % 3 == 0 ? TRUE : lie_ % truth.roots.length;
        made.roots = truth.roots;
        for (uint256 i; i < made.roots.length; ++i) {
            // forge-lint: disable-next-line(incorrect-shift) a one, moved up
            if (i >= made.falseFrom) made.roots[i] ^= bytes32(1 << lie_ % 256);
        }
        bytes32 before = isOrphan && lie_ % 5 == 0 ? keccak256("false") : truth.rootBefore;
        if (before != truth.rootBefore && made.falseFrom == TRUE) made.falseFrom = TRUE - 1;
        made.assertion = assertionOf(_post(posting), before, made.roots);
        bytes32 id = interactions.idOf(made.assertion);
        if (_isMade[id]) return;
        _isMade[id] = true;
        made.madeAt = block.timestamp;
        assertAs(made.falseFrom == TRUE ? ASSERTER : LIAR, _post(posting), before, made.roots);
        _made.push(abi.encode(made));
    }

    function doFalsify(uint256 which) external {
        if (_made.length == 0) return;
        Made memory made = _madeAt(which);
        if (made.falseFrom >= made.roots.length || _verdictOf(made) != Verdict.Pending) return;
        Truth memory truth = _truth(made.posting);
        if (made.assertion.rootBefore != truth.rootBefore) return;
        // OPT-2: one transaction
        falsify(made.assertion, made.roots, _post(made.posting), truth, made.falseFrom);
    }

    /// @dev Shows what is true to be false, by evidence of anything.
    function doDeny(uint256 which, uint256 stride, uint256 at, uint256 change) external {
        if (_made.length == 0) return;
        Made memory made = _madeAt(which);
        if (_verdictOf(made) != Verdict.Pending) return;
        Truth memory truth = _truth(made.posting);
        if (made.assertion.rootBefore != truth.rootBefore) return;
        uint256 trueStrides = made.falseFrom == TRUE ? made.roots.length : made.falseFrom;
        if (trueStrides == 0) return;
        stride %= trueStrides;
        Stride memory shown = strideOf(_post(made.posting), stride);
        Evidence memory evidence = truth.evidence[at % truth.roots.length];
        if (change % 3 == 0 && evidence.values.length != 0) {
            evidence.values[at % evidence.values.length] ^= change;
        } else if (change % 3 == 1 && evidence.witness.length != 0) {
            // forge-lint: disable-next-line(unsafe-typecast) the test's own numbers fit
            evidence.witness[at % evidence.witness.length] ^= bytes1(uint8(change >> 8));
        } else {
            shown.index ^= change % 5;
        }
        vm.prank(THIEF);
        try interactions.falsify(made.assertion, made.roots, _post(made.posting).posting, shown, evidence) {
            if (shown.index < trueStrides) ++_truthsDenied;
        } catch {}
    }

    function doConfirm(uint256 which) external {
        if (_made.length == 0) return;
        Made memory made = _madeAt(which);
        if (_verdictOf(made) != Verdict.Pending) return;
        (uint64 next, bytes32 root) = interactions.next();
        if (made.posting < next) {
            _isReaped[which % _made.length] = true;
            return interactions.reap(made.assertion);
        }
        if (made.posting != next || made.assertion.rootBefore != root) return;
        if (block.timestamp < made.madeAt + ASSERTION_WINDOW) return;
        // a lie that nobody falsified would be final: somebody does
        if (made.falseFrom != TRUE) return this.doFalsify(which);
        interactions.confirm(made.assertion);
    }

    function doCollect(uint256 which) external {
        if (_made.length == 0) return;
        try interactions.collect(_madeAt(which).assertion) {} catch {}
    }

    function doWait(uint256 time) external {
        vm.warp(block.timestamp + time % ASSERTION_WINDOW);
    }

    /* WHAT HOLDS */

    function invariant_All() external view {
        assertEq(_truthsDenied, 0, "OPT-1: no call data falsifies an honest stride");
        uint256 held;
        for (uint256 i; i < _made.length; ++i) {
            Made memory made = abi.decode(_made[i], (Made));
            Verdict verdict = _verdictOf(made);
            bool isPartlyPaid = verdict == Verdict.Falsified && !_isReaped[i];
            if (verdict != Verdict.Paid) held += isPartlyPaid ? ASSERTION_BOND * 3 / 4 : ASSERTION_BOND;
            if (verdict == Verdict.Confirmed) {
                assertEq(made.falseFrom, TRUE, "OPT-2: only the truth is final");
            }
            (uint64 next,) = interactions.next();
            bool isTrue =
                made.falseFrom == TRUE && made.assertion.rootBefore == _truth(made.posting).rootBefore;
            if (isTrue && verdict == Verdict.Falsified) revert("OPT-1: a true assertion is never falsified");
            if (made.posting < next && !isTrue) {
                assertTrue(verdict != Verdict.Confirmed, "OPT-2: beside the truth nothing else is final");
            }
        }
        assertEq(address(interactions).balance, held, "bonds = held + paid + burned");
    }

    /// @dev Whatever stands, the truth is final a window after somebody says it.
    function afterInvariant() external {
        (uint64 next, bytes32 root) = interactions.next();
        if (next == _posted.length) return;
        Truth memory truth = _truth(next);
        assertEq(truth.rootBefore, root, "OPT-2: each final root is the true one");
        Assertion memory assertion = assertionOf(_post(next), root, truth.roots);
        (Verdict verdict,,) = interactions.statusOf(interactions.idOf(assertion));
        if (verdict == Verdict.None) assertTruth(_post(next), truth);
        vm.warp(block.timestamp + ASSERTION_WINDOW);
        interactions.confirm(assertion);
    }

    function _madeAt(uint256 which) private view returns (Made memory) {
        return abi.decode(_made[which % _made.length], (Made));
    }

    function _verdictOf(Made memory made) private view returns (Verdict verdict) {
        (verdict,,) = interactions.statusOf(interactions.idOf(made.assertion));
    }

    function _post(uint256 posting) private view returns (Posted memory) {
        return abi.decode(_posted[posting], (Posted));
    }

    function _truth(uint256 posting) private view returns (Truth memory) {
        return abi.decode(_truths[posting], (Truth));
    }
}
