// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";

import {PositionToken} from "src/token/PositionToken.sol";
import {PositionIssuer} from "test/helpers/PositionIssuer.sol";

/// @notice Two issuers and four accounts who do with positions what they like, beside a book of who should have what.
contract Erc721Handler is Test {
    uint256 public constant ACCOUNTS = 4;
    uint256 private constant MOST_IDS = 12;

    PositionToken private immutable POSITIONS;
    PositionIssuer[2] private _issuers;
    address[ACCOUNTS] public accounts = [makeAddr("a"), makeAddr("b"), makeAddr("c"), makeAddr("d")];

    /// @notice The book: how many ids were ever used, and of each its owner, whom its owner approved, and its issuer.
    uint256 public count;
    mapping(uint256 id => address) public owners;
    mapping(uint256 id => address) public approved;
    mapping(uint256 id => PositionIssuer) private _issuerOf;
    mapping(address owner => mapping(address operator => bool)) public isOperator;

    constructor(PositionToken positions, PositionIssuer first, PositionIssuer second) {
        (POSITIONS, _issuers) = (positions, [first, second]);
    }

    /* ACTIONS */

    function mint(uint256 issuer, uint256 to) external {
        if (count == MOST_IDS) return;
        _issuerOf[count] = _issuers[issuer % 2];
        owners[count] = accounts[to % ACCOUNTS];
        _issuers[issuer % 2].mint(POSITIONS, owners[count], count);
        ++count;
    }

    function burn(uint256 seed) external {
        uint256 id = _id(seed);
        bool exists = owners[id] != address(0);
        // whoever issued the first, for what was never issued
        PositionIssuer issuer = exists ? _issuerOf[id] : _issuers[0];
        try issuer.burn(POSITIONS, id) {
            assertTrue(exists, "burnt <=> exists");
            delete owners[id];
            delete approved[id];
        } catch {
            assertFalse(exists, "burnt <=> exists");
        }
    }

    /// @param how By `transferFrom`, or by either `safeTransferFrom`.
    function transfer(uint256 caller, uint256 from, uint256 to, uint256 seed, uint256 how) external {
        (address sender, address source, address target) =
            (accounts[caller % ACCOUNTS], accounts[from % ACCOUNTS], _target(to));
        uint256 id = _id(seed);
        address owner = owners[id];
        bool allowed = owner != address(0) && owner == source && target != address(0)
            && (sender == owner || approved[id] == sender || isOperator[owner][sender]);
        vm.prank(sender);
        (bool succeeded,) = address(POSITIONS).call(_transferCall(source, target, id, how));
        assertEq(succeeded, allowed, "moved <=> by who may, from its owner, not to zero");
        if (!succeeded) return;
        owners[id] = target;
        delete approved[id];
    }

    function approve(uint256 caller, uint256 to, uint256 seed) external {
        (address sender, address target) = (accounts[caller % ACCOUNTS], _target(to));
        uint256 id = _id(seed);
        address owner = owners[id];
        bool allowed = owner != address(0) && (sender == owner || isOperator[owner][sender]);
        vm.prank(sender);
        try POSITIONS.approve(target, id) {
            assertTrue(allowed, "approved <=> by the owner or its operator");
            approved[id] = target;
        } catch {
            assertFalse(allowed, "approved <=> by the owner or its operator");
        }
    }

    function setOperator(uint256 caller, uint256 to, bool isApproved) external {
        (address owner, address operator) = (accounts[caller % ACCOUNTS], accounts[to % ACCOUNTS]);
        vm.prank(owner);
        POSITIONS.setApprovalForAll(operator, isApproved);
        isOperator[owner][operator] = isApproved;
    }

    /* INTERNAL */

    function _transferCall(address from, address to, uint256 id, uint256 how)
        private
        pure
        returns (bytes memory)
    {
        if (how % 3 == 0) return abi.encodeCall(PositionToken(address(0)).transferFrom, (from, to, id));
        if (how % 3 == 1) {
            return abi.encodeWithSignature("safeTransferFrom(address,address,uint256)", from, to, id);
        }
        return
            abi.encodeWithSignature("safeTransferFrom(address,address,uint256,bytes)", from, to, id, "data");
    }

    /// @dev An id that was used, or the next one.
    function _id(uint256 seed) private view returns (uint256) {
        return seed % (count + 1);
    }

    /// @dev An account, oneself among them, or zero.
    function _target(uint256 seed) private view returns (address) {
        return seed % 9 == 8 ? address(0) : accounts[seed % ACCOUNTS];
    }
}
