// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {ERC20} from "solady/tokens/ERC20.sol";

import {PositionToken} from "src/token/PositionToken.sol";
import {TokenVesting} from "src/token/TokenVesting.sol";
import {ITokenVesting} from "src/interfaces/ITokenVesting.sol";
import {Allotment, Campaign, CampaignTerms, Lot} from "src/types/Campaign.sol";
import {Delegation} from "src/types/Delegation.sol";
import {Award, Grant, GrantKey} from "src/types/Grant.sol";
import {Step, stepOf} from "src/types/VestingSchedule.sol";
import {AllotmentTree} from "test/helpers/AllotmentTree.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {ReentrantToken} from "test/helpers/tokens/ReentrantToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

/// @notice Granters, beneficiaries, thieves and time, with tokens that refuse, take fees, and call back.
contract VestingHandler is Test {
    using AllotmentTree for Allotment[];

    uint256 private constant ALLOTMENTS = 4;
    uint256 private constant SECRET = 0xbe4e;

    TokenVesting private immutable VESTING;
    PositionToken private immutable POSITIONS;
    uint40 private immutable START;

    /// @dev A good one, one with a blocklist, one that takes a fee, one that calls the contract back.
    TestToken[4] public tokens;
    address[2] public granters = [makeAddr("granter one"), makeAddr("granter two")];
    address public immutable THIEF = makeAddr("thief");

    GrantKey[] private _keys;
    CampaignTerms[] private _campaigns;

    mapping(address token => uint256) public putIn;
    mapping(address token => uint256) public paidOut;
    /// @notice What was put into a campaign, and what was redeemed of it and clawed back.
    mapping(bytes32 campaignId => uint256) public fundedOf;
    mapping(bytes32 campaignId => uint256) public redeemedOf;
    mapping(bytes32 campaignId => uint256) public clawedOf;
    mapping(bytes32 campaignId => mapping(uint256 index => uint256)) public redemptionsOf;

    mapping(bytes32 grantId => bool) public renounced;

    mapping(bytes32 grantId => Grant) private _seen;
    mapping(bytes32 grantId => uint256) private _seenVested;
    mapping(bytes32 campaignId => bool) private _seenClosed;

    constructor(TokenVesting vesting, PositionToken positions) {
        (VESTING, POSITIONS) = (vesting, positions);
        START = vesting.LAUNCH();
        tokens = [
            new TestToken(),
            TestToken(new BlocklistToken()),
            TestToken(new FeeOnTransferToken()),
            TestToken(new ReentrantToken())
        ];
    }

    /* GRANTERS */

    function grant(uint256 seed, uint96 total, bool isRevocable) external {
        GrantKey memory key = _keyFor(seed);
        total = 1 + total % 1000e18;
        _give(key.granter, key.token, total);
        bool isNew = !_exists(key);
        uint256 before = _held(key.token);
        Step[] memory schedule = _scheduleOf(key.schedule);
        vm.prank(key.granter);
        try VESTING.grantCustom(key.beneficiary, key.token, uint64(key.salt), total, isRevocable, schedule) {
            assertTrue(isNew, "VST-5: an id is never used again");
            putIn[key.token] += _held(key.token) - before;
            _keys.push(key);
        } catch {
            assertFalse(isNew, "a new grant can be made");
        }
        _look();
    }

    function grantMany(uint256 seed, uint96[2] calldata totals) external {
        GrantKey memory key = _keyFor(seed);
        if (key.token == address(tokens[2])) return;
        Award[] memory awards = new Award[](2);
        bool isNew = true;
        uint256 sum;
        for (uint256 i; i < 2; ++i) {
            awards[i] = Award(_beneficiary(i), 1 + totals[i] % 1000e18);
            sum += awards[i].total;
            key.beneficiary = awards[i].beneficiary;
            isNew = isNew && !_exists(key);
        }
        _give(key.granter, key.token, sum);
        vm.prank(key.granter);
        try VESTING.grantMany(key.token, uint64(key.salt), seed % 2 == 0, _scheduleOf(key.schedule), awards) {
            assertTrue(isNew, "VST-5: an id is never used again");
            putIn[key.token] += sum;
            for (uint256 i; i < 2; ++i) {
                key.beneficiary = awards[i].beneficiary;
                _keys.push(key);
            }
        } catch {
            assertFalse(isNew, "new grants can be made");
        }
        _look();
    }

    function renounce(uint256 seed, bool asThief) external {
        // now and then, so that some grants are left to revoke
        if (_keys.length == 0 || seed % 4 != 0) return;
        GrantKey memory key = _keys[(seed >> 8) % _keys.length];
        Grant memory before = _grant(key);
        bool allowed = before.isRevocable && !before.isRevoked && !asThief;
        vm.prank(asThief ? THIEF : key.granter);
        try VESTING.renounceRevocability(key) {
            assertTrue(allowed, "VST-16: renounced <=> revocable, by the granter");
            renounced[VESTING.grantIdOf(key)] = true;
        } catch {
            assertFalse(allowed, "VST-16: renounced <=> revocable, by the granter");
        }
        _look();
    }

    function revoke(uint256 seed, bool asThief) external {
        if (_keys.length == 0) return;
        GrantKey memory key = _keys[seed % _keys.length];
        Grant memory before = _grant(key);
        bool allowed = before.isRevocable && !before.isRevoked && !asThief;
        vm.prank(asThief ? THIEF : key.granter);
        try VESTING.revoke(key, _scheduleOf(key.schedule)) returns (uint256 refunded) {
            assertTrue(allowed, "VST-7: revoked <=> revocable, once, by the granter");
            paidOut[key.token] += refunded + _grant(key).released - before.released;
        } catch {
            assertFalse(allowed, "VST-7: revoked <=> revocable, once, by the granter");
        }
        _look();
    }

    /* BENEFICIARIES */

    function release(uint256 seed) external {
        if (_keys.length == 0) return;
        GrantKey memory key = _keys[seed % _keys.length];
        address owner = _ownerOf(key);
        uint256 before = ERC20(key.token).balanceOf(owner);
        try VESTING.releaseCustom(key, _scheduleOf(key.schedule)) returns (uint256 amount) {
            paidOut[key.token] += amount;
            if (key.token != address(tokens[3])) {
                uint256 paid = ERC20(key.token).balanceOf(owner) - before;
                assertEq(paid, amount, "VST-4: only the owner of the grant is paid");
            }
        } catch {
            assertTrue(_isBlocked(key.token, owner), "VST-9: a release fails only if the token refuses");
        }
        _look();
    }

    /// @param kind 0: the owner itself. 1: by its signature. 2: a thief. 3: by a thief's signature.
    function releaseElsewhere(uint256 seed, uint256 kind) external {
        if (_keys.length == 0) return;
        kind %= 4;
        GrantKey memory key = _keys[seed % _keys.length];
        address owner = _ownerOf(key);
        address to = makeAddr("elsewhere");
        Step[] memory schedule = _scheduleOf(key.schedule);
        Delegation memory delegation = _release(key, to, kind == 1 ? _secretOf(owner) : 0xbad);
        if (kind % 2 == 0) vm.prank(kind == 0 ? owner : THIEF);
        (bool success, bytes memory answer) = address(VESTING)
            .call(
                kind % 2 == 0
                    ? abi.encodeCall(ITokenVesting.releaseTo, (key, schedule, to))
                    : abi.encodeCall(ITokenVesting.releaseBySig, (key, schedule, delegation))
            );
        assertEq(success, kind < 2, "VST-4: only the owner names another address");
        if (success) paidOut[key.token] += abi.decode(answer, (uint256));
        _look();
    }

    function mintPosition(uint256 seed) external {
        if (_keys.length == 0) return;
        GrantKey memory key = _keys[seed % _keys.length];
        bool allowed = !_grant(key).isPosition;
        Step[] memory schedule = _scheduleOf(key.schedule);
        vm.prank(key.beneficiary);
        try VESTING.mintPosition(key, schedule) {
            assertTrue(allowed, "VST-13: a grant is a position once");
        } catch {
            assertFalse(allowed, "VST-13: a grant is a position once");
        }
        _look();
    }

    function sellPosition(uint256 seed, uint256 buyer) external {
        if (_keys.length == 0) return;
        GrantKey memory key = _keys[seed % _keys.length];
        if (!_grant(key).isPosition) return;
        address owner = _ownerOf(key);
        uint256 positionId = uint256(VESTING.grantIdOf(key));
        vm.prank(owner);
        POSITIONS.transferFrom(owner, _beneficiary(buyer), positionId);
        _look();
    }

    /* CAMPAIGNS */

    /// @param amount May be less than the allotments come to, or more.
    function fundCampaign(uint256 seed, uint96 amount) external {
        CampaignTerms memory terms = _termsFor(seed);
        bytes32 campaignId = idOf(terms);
        amount = 1 + amount % 600e18;
        _give(terms.granter, terms.token, amount);
        bool isOpen = !VESTING.campaignOf(campaignId).isClosed;
        uint256 before = _held(terms.token);
        bytes32 root = _allotments(terms).root();
        Step[] memory schedule = _scheduleOf(terms.schedule);
        vm.prank(terms.granter);
        try VESTING.fundCampaign(terms, root, schedule, amount) {
            assertTrue(isOpen, "VST-11: closed is for ever");
            uint256 received = _held(terms.token) - before;
            putIn[terms.token] += received;
            if (fundedOf[campaignId] == 0) _campaigns.push(terms);
            fundedOf[campaignId] += received;
        } catch {
            assertFalse(isOpen, "an open campaign can be funded");
        }
        _look();
    }

    /// @param kind 0 and 1: anyone. 2: the beneficiary, elsewhere. 3: by its signature, elsewhere. 4: an allotment that is not
    /// in the tree. 5: with a thief's signature.
    function redeem(uint256 seed, uint256 position, uint256 kind) external {
        if (_campaigns.length == 0) return;
        kind %= 6;
        CampaignTerms memory terms = _campaigns[seed % _campaigns.length];
        Allotment[] memory list = _allotments(terms);
        position %= ALLOTMENTS;
        Allotment memory allotment = list[position];
        bytes32 campaignId = idOf(terms);
        (bool success, bytes memory answer) = _redeem(terms, list, position, kind, campaignId);
        if (success) {
            assertLt(
                kind,
                4,
                "VST-4: only true allotments are paid, and elsewhere only by their beneficiary's word"
            );
            ++redemptionsOf[campaignId][allotment.index];
            redeemedOf[campaignId] += allotment.amount;
            paidOut[terms.token] += abi.decode(answer, (uint256));
            if (terms.schedule != VESTING.INSTANT()) {
                _keys.push(VESTING.grantKeyOf(terms, campaignId, allotment));
            }
        }
        _look();
    }

    /// @param lot 0 and 1 are lots, and 2 is none.
    function clawback(uint256 seed, uint256 lot, bool asThief) external {
        if (_campaigns.length == 0) return;
        CampaignTerms memory terms = _campaigns[seed % _campaigns.length];
        bytes32 campaignId = idOf(terms);
        bool expired = terms.expiresAt != 0 && vm.getBlockTimestamp() >= terms.expiresAt;
        uint256[] memory lots = new uint256[](lot % 3 == 2 ? 0 : 1);
        if (lots.length != 0) lots[0] = lot % 3;
        uint256 reserved = VESTING.campaignOf(campaignId).reserved;
        bool isWhole = reserved == 0 || reserved == terms.total;
        bool allowed = !asThief && (expired || (isWhole && lots.length == 0));
        bytes32 root = _allotments(terms).root();
        vm.prank(asThief ? THIEF : terms.granter);
        try VESTING.clawback(terms, root, lots) returns (uint256 amount) {
            assertTrue(
                allowed, "VST-11: clawed back <=> by the granter, expired, or no lot open, or every lot"
            );
            paidOut[terms.token] += amount;
            clawedOf[campaignId] += amount;
        } catch {
            assertFalse(
                allowed, "VST-11: clawed back <=> by the granter, expired, or no lot open, or every lot"
            );
        }
        _look();
    }

    /* THE WORLD */

    function pass(uint32 time) external {
        vm.warp(vm.getBlockTimestamp() + time % 90 days);
        _look();
    }

    function setBlocked(uint256 who, bool blocked) external {
        BlocklistToken(address(tokens[1])).setBlocked(_beneficiary(who), blocked);
    }

    /// @notice What the token that calls back does, in the middle of each of its movements.
    function arm(uint256 seed, uint256 kind) external {
        ReentrantToken token = ReentrantToken(address(tokens[3]));
        if (_keys.length == 0 || kind % 4 == 0) return token.arm(address(0), "");
        GrantKey memory key = _keys[seed % _keys.length];
        if (key.token != address(token)) return;
        bytes[3] memory calls = [
            abi.encodeCall(ITokenVesting.releaseCustom, (key, _scheduleOf(key.schedule))),
            abi.encodeCall(ITokenVesting.revoke, (key, _scheduleOf(key.schedule))),
            abi.encodeCall(ITokenVesting.grant, (THIEF, address(token), 1, 1e18, true))
        ];
        token.arm(address(VESTING), calls[kind % 4 - 1]);
    }

    /* WHAT THE INVARIANTS SUM UP */

    /// @return sum Σ (total − released) of grants + Σ (funded − reserved) of campaigns + Σ remaining of lots.
    function owedIn(address token) external view returns (uint256 sum) {
        for (uint256 i; i < _keys.length; ++i) {
            Grant memory granted = _grant(_keys[i]);
            if (_keys[i].token == token) sum += granted.total - granted.released;
        }
        for (uint256 i; i < _campaigns.length; ++i) {
            if (_campaigns[i].token != token) continue;
            bytes32 campaignId = idOf(_campaigns[i]);
            Campaign memory campaign = VESTING.campaignOf(campaignId);
            sum += campaign.funded - campaign.reserved;
            sum += VESTING.lotOf(campaignId, 0).remaining + VESTING.lotOf(campaignId, 1).remaining;
        }
    }

    function grantCount() external view returns (uint256) {
        return _keys.length;
    }

    function grantAt(uint256 i) external view returns (GrantKey memory key, Grant memory granted) {
        key = _keys[i];
        granted = _grant(key);
    }

    function vestedAt(uint256 i) external view returns (uint256) {
        return VESTING.vestedOf(_keys[i], _scheduleOf(_keys[i].schedule));
    }

    function campaignCount() external view returns (uint256) {
        return _campaigns.length;
    }

    function campaignAt(uint256 i) external view returns (bytes32) {
        return idOf(_campaigns[i]);
    }

    function termsAt(uint256 i) external view returns (CampaignTerms memory) {
        return _campaigns[i];
    }

    function allotmentsOf(uint256 i) external view returns (Allotment[] memory) {
        return _allotments(_campaigns[i]);
    }

    function scheduleOf(bytes32 hash) external view returns (Step[] memory) {
        return _scheduleOf(hash);
    }

    function idOf(CampaignTerms memory terms) public view returns (bytes32) {
        return VESTING.campaignIdOf(terms, _allotments(terms).root());
    }

    /* INTERNAL */

    /// @dev Looks at every grant and campaign after every action.
    function _look() private {
        for (uint256 i; i < _keys.length; ++i) {
            bytes32 grantId = VESTING.grantIdOf(_keys[i]);
            Grant memory granted = VESTING.grantOf(grantId);
            Grant memory before = _seen[grantId];
            uint256 vested = VESTING.vestedOf(_keys[i], _scheduleOf(_keys[i].schedule));
            assertGe(granted.released, before.released, "VST-3: released never falls");
            assertGe(vested, _seenVested[grantId], "VST-6: what has vested never falls");
            if (before.isRevoked) {
                assertTrue(granted.isRevoked, "VST-5: revoked is for ever");
                assertEq(granted.total, before.total, "VST-5: nothing vests after a revocation");
            }
            _seen[grantId] = granted;
            _seenVested[grantId] = vested;
        }
        for (uint256 i; i < _campaigns.length; ++i) {
            bytes32 campaignId = idOf(_campaigns[i]);
            bool isClosed = VESTING.campaignOf(campaignId).isClosed;
            assertTrue(isClosed || !_seenClosed[campaignId], "VST-11: closed is for ever");
            _seenClosed[campaignId] = isClosed;
        }
    }

    function _redeem(
        CampaignTerms memory terms,
        Allotment[] memory list,
        uint256 position,
        uint256 kind,
        bytes32 campaignId
    ) private returns (bool success, bytes memory answer) {
        Allotment memory allotment = list[position];
        bytes32[] memory proof = list.proof(position);
        Step[] memory schedule = _scheduleOf(terms.schedule);
        address to = makeAddr("elsewhere");
        bytes memory call;
        if (kind == 4) allotment.amount += 1;
        if (kind == 2) {
            call = abi.encodeCall(ITokenVesting.redeemTo, (terms, allotment, proof, schedule, to));
            vm.prank(allotment.beneficiary);
        } else if (kind == 3 || kind == 5) {
            uint40 deadline = type(uint40).max;
            bytes32 digest = VESTING.redeemDigest(campaignId, allotment.index, to, deadline);
            uint256 secret = kind == 3 ? _secretOf(allotment.beneficiary) : 0xbad;
            Delegation memory delegation = Delegation(to, deadline, _sign(secret, digest));
            call = abi.encodeCall(ITokenVesting.redeemBySig, (terms, allotment, proof, schedule, delegation));
        } else {
            call = abi.encodeCall(ITokenVesting.redeemCustom, (terms, allotment, proof, schedule));
        }
        return address(VESTING).call(call);
    }

    function _keyFor(uint256 seed) private view returns (GrantKey memory) {
        return GrantKey({
            beneficiary: _beneficiary(seed),
            token: address(tokens[(seed >> 8) % 4]),
            granter: granters[(seed >> 16) % 2],
            salt: (seed >> 24) % 2,
            schedule: (seed >> 32) % 2 == 0 ? bytes32(0) : keccak256(abi.encodePacked(_custom()))
        });
    }

    function _termsFor(uint256 seed) private view returns (CampaignTerms memory terms) {
        bytes32 instant = bytes32(uint256(1));
        bytes32[3] memory schedules = [instant, bytes32(0), keccak256(abi.encodePacked(_custom()))];
        terms = CampaignTerms({
            granter: granters[seed % 2],
            token: address(tokens[(seed >> 8) % 4]),
            schedule: schedules[(seed >> 16) % 3],
            total: 0,
            expiresAt: (seed >> 24) % 3 == 0 ? 0 : START + uint40((seed >> 24) % 3) * 180 days,
            isRevocable: (seed >> 32) % 2 == 0
        });
        // what both lots say
        Allotment[] memory list = _allotments(terms);
        terms.total = list[0].lotTotal + list[2].lotTotal;
    }

    /// @dev Four allotments in two lots; those of granter two say less in their last lot than they come to.
    function _allotments(CampaignTerms memory terms) private view returns (Allotment[] memory list) {
        list = new Allotment[](ALLOTMENTS);
        for (uint256 i; i < ALLOTMENTS; ++i) {
            // forge-lint: disable-next-line(unsafe-typecast) below 2^96
            list[i] = Allotment(i < 2 ? i : 160 + i, _beneficiary(i), uint96(50e18 + i * 7), 0);
        }
        list.sumLots();
        if (terms.granter == granters[1]) list[3].lotTotal = list[2].lotTotal -= 1e18;
    }

    function _custom() private view returns (Step[] memory schedule) {
        schedule = new Step[](3);
        schedule[0] = stepOf(START + 30 days, START + 30 days, 7);
        schedule[1] = stepOf(START + 40 days, START + 400 days, 11);
        schedule[2] = stepOf(START + 500 days, START + 500 days, 13);
    }

    function _scheduleOf(bytes32 hash) private view returns (Step[] memory) {
        return uint256(hash) <= 1 ? new Step[](0) : _custom();
    }

    function _beneficiary(uint256 seed) private pure returns (address) {
        return vm.addr(SECRET + seed % 3);
    }

    function _secretOf(address account) private pure returns (uint256 secret) {
        secret = SECRET;
        while (vm.addr(secret) != account) ++secret;
    }

    function _ownerOf(GrantKey memory key) private view returns (address) {
        return _grant(key).isPosition ? POSITIONS.ownerOf(uint256(VESTING.grantIdOf(key))) : key.beneficiary;
    }

    function _isBlocked(address token, address account) private view returns (bool) {
        return token == address(tokens[1]) && BlocklistToken(token).blocked(account);
    }

    function _release(GrantKey memory key, address to, uint256 secret)
        private
        view
        returns (Delegation memory)
    {
        uint40 deadline = type(uint40).max;
        bytes32 digest = VESTING.releaseDigest(VESTING.grantIdOf(key), to, _grant(key).released, deadline);
        return Delegation(to, deadline, _sign(secret, digest));
    }

    function _sign(uint256 secret, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(secret, digest);
        return abi.encodePacked(r, s, v);
    }

    function _give(address account, address token, uint256 amount) private {
        TestToken(token).mint(account, amount);
        vm.prank(account);
        ERC20(token).approve(address(VESTING), type(uint256).max);
    }

    function _held(address token) private view returns (uint256) {
        return ERC20(token).balanceOf(address(VESTING));
    }

    function _exists(GrantKey memory key) private view returns (bool) {
        Grant memory granted = _grant(key);
        return granted.total != 0 || granted.isRevoked;
    }

    function _grant(GrantKey memory key) private view returns (Grant memory) {
        return VESTING.grantOf(VESTING.grantIdOf(key));
    }
}
