// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC20} from "solady/tokens/ERC20.sol";

import {IDeposits} from "src/interfaces/IDeposits.sol";
import {IPayouts} from "src/interfaces/IPayouts.sol";
import {Payee, payeeOf} from "src/types/Payee.sol";
import {SplitId} from "src/types/SplitId.sol";
import {Base} from "test/Base.t.sol";
import {Wallet} from "test/helpers/Wallet.sol";
import {BlocklistToken} from "test/helpers/tokens/BlocklistToken.sol";
import {FeeOnTransferToken} from "test/helpers/tokens/FeeOnTransferToken.sol";
import {TestToken} from "test/helpers/tokens/TestToken.sol";

contract SixDecimalsToken is BlocklistToken {
    function decimals() public pure override returns (uint8) {
        return 6;
    }
}

contract HugeToken is TestToken {
    function decimals() public pure override returns (uint8) {
        return 24;
    }
}

/// @notice Who and what there is in a history: what scene.ts says, in the same order.
abstract contract HistoryScene is Base {
    uint256 internal constant ACTORS = 8;
    uint256 internal constant WALLET = 6;
    uint256 internal constant SPLITS = 2;
    uint256 internal constant PAYEES = ACTORS + SPLITS;
    uint256 internal constant TOKENS = 5;
    uint256 internal constant HOLDERS = 14;
    uint256 internal constant DEPOSITORIES = 3;
    uint256 internal constant CELLS =
        HOLDERS * TOKENS + DEPOSITORIES * PAYEES * TOKENS + DEPOSITORIES * ACTORS * TOKENS;

    uint256[ACTORS] internal actorKeys;
    /// @dev Actors, and contracts that hold tokens.
    address[HOLDERS] internal holders;
    address[TOKENS] internal tokens;
    /// @dev The last is not registered.
    bytes32[7] internal contentIds;
    /// @dev Actors, two splits, none, and a split that nobody registered.
    Payee[12] internal payees;
    address[DEPOSITORIES] internal depositories;
    /// @dev The first is none.
    address[4] internal sessionKeys;

    function setUp() public virtual override {
        super.setUp();
        depositories = [address(streams), address(pools), address(channels)];
        tokens = [
            address(stream),
            address(new SixDecimalsToken()),
            address(new FeeOnTransferToken()),
            address(new HugeToken()),
            address(0)
        ];
        for (uint256 i; i < ACTORS; ++i) {
            (holders[i], actorKeys[i]) = makeAddrAndKey(string.concat("actor ", vm.toString(i)));
            if (i == WALLET) holders[i] = address(new Wallet(holders[i]));
            payees[i] = payeeOf(holders[i]);
            _enrich(holders[i]);
        }
        holders[8] = address(rollup);
        holders[9] = address(streams);
        holders[10] = address(pools);
        holders[11] = address(channels);
        holders[12] = address(vesting);
        holders[13] = address(staking);
        payees[8] = payeeOf(rollup.registerSplit(1));
        payees[9] = payeeOf(rollup.registerSplit(2));
        payees[11] = payeeOf(SplitId.wrap(77));
        uint8[6] memory contentPayees = [4, 5, 8, 3, 4, 9];
        for (uint256 i; i < contentPayees.length; ++i) {
            contentIds[i] =
                contents.register(bytes32(i), payees[contentPayees[i]], 0, 1, 1, keccak256("a root"));
        }
        for (uint256 i = 1; i < sessionKeys.length; ++i) {
            sessionKeys[i] = vm.addr(sessionSecret(i));
        }
    }

    function sessionSecret(uint256 number) internal pure returns (uint256) {
        return 0x5e5510 + number;
    }

    /// @return What the model counts: a balance, a debt, or a prepaid account.
    function read(uint256 cell) internal view returns (uint256) {
        (uint256 row, address token) = (cell / TOKENS, tokens[cell % TOKENS]);
        if (row < HOLDERS) {
            return token == address(0) ? holders[row].balance : ERC20(token).balanceOf(holders[row]);
        }
        row -= HOLDERS;
        if (row < DEPOSITORIES * PAYEES) {
            return IPayouts(depositories[row / PAYEES]).owed(payees[row % PAYEES], token);
        }
        row -= DEPOSITORIES * PAYEES;
        return IDeposits(depositories[row / ACTORS]).prepaid(holders[row % ACTORS], token);
    }

    function nameOf(uint256 cell) internal pure returns (string memory) {
        (uint256 row, string memory token) = (cell / TOKENS, vm.toString(cell % TOKENS));
        if (row < HOLDERS) return string.concat("balance of holder ", vm.toString(row), " in token ", token);
        row -= HOLDERS;
        bool isDebt = row < DEPOSITORIES * PAYEES;
        if (!isDebt) row -= DEPOSITORIES * PAYEES;
        uint256 people = isDebt ? PAYEES : ACTORS;
        return string.concat(
            isDebt ? "owed to payee " : "prepaid by actor ",
            vm.toString(row % people),
            " in token ",
            token,
            " by depository ",
            vm.toString(row / people)
        );
    }

    /// @dev A million of each token, which all contracts may take.
    function _enrich(address actor) private {
        vm.prank(HOLDER);
        assertTrue(stream.transfer(actor, 1_000_000e18));
        TestToken(tokens[1]).mint(actor, 1_000_000e6);
        TestToken(tokens[2]).mint(actor, 1_000_000e18);
        TestToken(tokens[3]).mint(actor, 1_000_000e24);
        vm.deal(actor, 1_000_000e18);
        address[5] memory spenders =
            [address(streams), address(pools), address(channels), address(vesting), address(staking)];
        vm.startPrank(actor);
        for (uint256 token; token < 4; ++token) {
            for (uint256 i; i < spenders.length; ++i) {
                ERC20(tokens[token]).approve(spenders[i], type(uint256).max);
            }
        }
        vm.stopPrank();
    }
}
