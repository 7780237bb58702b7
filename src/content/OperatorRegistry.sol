// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {SafeTransferLib} from "solady/utils/SafeTransferLib.sol";

import {TransientLock} from "src/base/TransientLock.sol";
import {IOperatorRegistry} from "src/interfaces/IOperatorRegistry.sol";
import {IStreamToken} from "src/interfaces/IStreamToken.sol";
import {Operator, Role} from "src/types/Operator.sol";

/// @title OperatorRegistry
/// @notice See {IOperatorRegistry}.
contract OperatorRegistry is IOperatorRegistry, TransientLock {
    using SafeTransferLib for address;

    uint256 private constant MAXIMUM_ENDPOINT_BYTES = 256;

    /// @notice STREAM, in which bonds are paid.
    address public immutable TOKEN;
    /// @inheritdoc IOperatorRegistry
    uint96 public immutable MINIMUM_BOND;
    /// @inheritdoc IOperatorRegistry
    uint40 public immutable UNBONDING_DELAY;

    /// @inheritdoc IOperatorRegistry
    mapping(address court => bool) public isCourt;
    mapping(address operator => Operator) private _operators;
    /// @dev The operators that serve, in no order; each knows its place.
    mapping(Role role => address[]) private _listed;

    /// @param courts The contracts that may slash, for ever. A later court needs a registry of its own, so no contract can
    /// be given power over a bond that is already here.
    constructor(address token, uint96 minimumBond, uint40 unbondingDelay, address[] memory courts) {
        TOKEN = token;
        MINIMUM_BOND = minimumBond;
        UNBONDING_DELAY = unbondingDelay;
        for (uint256 i; i < courts.length; ++i) {
            isCourt[courts[i]] = true;
        }
    }

    /* OPERATORS */

    /// @inheritdoc IOperatorRegistry
    function register(Role role, bytes8 region, string calldata endpoint, uint96 bond) external nonReentrant {
        Operator storage operator = _operators[msg.sender];
        if (operator.slashed) revert OperatorRegistry_SlashedForever(msg.sender);
        if (operator.role != Role.None) revert OperatorRegistry_AlreadyRegistered(msg.sender);
        if (role == Role.None) revert OperatorRegistry_NoRole();
        if (bond < MINIMUM_BOND) revert OperatorRegistry_BondTooLow(bond, MINIMUM_BOND);
        _checkEndpoint(endpoint);

        operator.role = role;
        operator.region = region;
        operator.endpoint = endpoint;
        operator.bond = bond;
        _list(operator, msg.sender);
        emit Registered(msg.sender, role, region, endpoint, bond);
        TOKEN.safeTransferFrom(msg.sender, address(this), bond);
    }

    /// @inheritdoc IOperatorRegistry
    function addBond(address operator, uint96 amount) external nonReentrant {
        Operator storage stored = _serving(operator);
        bool wasListed = _isListed(stored);
        stored.bond += amount;
        if (!wasListed && _isListed(stored)) _list(stored, operator);
        emit BondAdded(operator, msg.sender, amount);
        TOKEN.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IOperatorRegistry
    function update(bytes8 region, string calldata endpoint) external {
        Operator storage operator = _serving(msg.sender);
        _checkEndpoint(endpoint);
        operator.region = region;
        operator.endpoint = endpoint;
        emit Updated(msg.sender, region, endpoint);
    }

    /// @inheritdoc IOperatorRegistry
    function startUnbond() external {
        Operator storage operator = _serving(msg.sender);
        uint40 withdrawableAt = uint40(block.timestamp) + UNBONDING_DELAY;
        if (_isListed(operator)) _unlist(operator);
        operator.withdrawableAt = withdrawableAt;
        emit UnbondStarted(msg.sender, withdrawableAt);
    }

    /// @inheritdoc IOperatorRegistry
    function withdrawBond() external nonReentrant {
        Operator storage operator = _operators[msg.sender];
        (uint96 bond, uint40 withdrawableAt) = (operator.bond, operator.withdrawableAt);
        if (withdrawableAt == 0) revert OperatorRegistry_NotUnbonding(msg.sender);
        if (block.timestamp < withdrawableAt) {
            revert OperatorRegistry_StillBonded(msg.sender, withdrawableAt);
        }

        delete _operators[msg.sender];
        emit BondWithdrawn(msg.sender, bond);
        TOKEN.safeTransfer(msg.sender, bond);
    }

    /* COURTS */

    /// @inheritdoc IOperatorRegistry
    function slash(address operator, address beneficiary) external nonReentrant {
        if (!isCourt[msg.sender]) revert OperatorRegistry_NotACourt(msg.sender);
        Operator storage stored = _operators[operator];
        uint256 bond = stored.bond;
        if (bond == 0) revert OperatorRegistry_NothingToSlash(operator);

        if (_isListed(stored)) _unlist(stored);
        delete _operators[operator];
        stored.slashed = true;
        (uint256 rewarded, uint256 burned) = _halves(bond);
        emit Slashed(operator, msg.sender, beneficiary, rewarded, burned);
        _pay(beneficiary, rewarded, burned);
    }

    /// @inheritdoc IOperatorRegistry
    function slashPart(address operator, address beneficiary, uint96 amount)
        external
        nonReentrant
        returns (uint96 taken)
    {
        if (!isCourt[msg.sender]) revert OperatorRegistry_NotACourt(msg.sender);
        Operator storage stored = _operators[operator];
        uint96 bond = stored.bond;
        taken = amount < bond ? amount : bond;
        if (taken == 0) return 0;

        bool wasListed = _isListed(stored);
        stored.bond = bond - taken;
        if (wasListed && !_isListed(stored)) _unlist(stored);
        (uint256 rewarded, uint256 burned) = _halves(taken);
        emit BondReduced(operator, msg.sender, beneficiary, rewarded, burned);
        _pay(beneficiary, rewarded, burned);
    }

    /* VIEWERS */

    /// @inheritdoc IOperatorRegistry
    function isActive(address operator, Role role) external view returns (bool) {
        Operator storage stored = _operators[operator];
        return role != Role.None && stored.role == role && _isListed(stored);
    }

    /// @inheritdoc IOperatorRegistry
    function operatorOf(address operator) external view returns (Operator memory) {
        return _operators[operator];
    }

    /// @inheritdoc IOperatorRegistry
    function operatorCount(Role role) external view returns (uint256) {
        return _listed[role].length;
    }

    /// @inheritdoc IOperatorRegistry
    function operators(Role role, uint256 from, uint256 count)
        external
        view
        returns (address[] memory accounts, Operator[] memory states)
    {
        address[] storage list = _listed[role];
        uint256 left = from < list.length ? list.length - from : 0;
        if (count > left) count = left;
        (accounts, states) = (new address[](count), new Operator[](count));
        for (uint256 i; i < count; ++i) {
            accounts[i] = list[from + i];
            states[i] = _operators[accounts[i]];
        }
    }

    /* INTERNAL */

    function _list(Operator storage stored, address operator) private {
        address[] storage list = _listed[stored.role];
        // forge-lint: disable-next-line(unsafe-typecast) no chain has 2^32 accounts that each hold a bond
        stored.place = uint32(list.length);
        list.push(operator);
    }

    /// @dev The last of the list takes the free place. The caller guarantees that `operator` is on the list.
    function _unlist(Operator storage operator) private {
        address[] storage list = _listed[operator.role];
        uint32 place = operator.place;
        address last = list[list.length - 1];
        list[place] = last;
        _operators[last].place = place;
        list.pop();
    }

    /// @dev A registered operator has {MINIMUM_BOND} until a court takes a part of it.
    function _isListed(Operator storage stored) private view returns (bool) {
        return stored.role != Role.None && stored.withdrawableAt == 0 && stored.bond >= MINIMUM_BOND;
    }

    /// @dev The odd wei is burned.
    function _halves(uint256 amount) private pure returns (uint256 rewarded, uint256 burned) {
        rewarded = amount / 2;
        burned = amount - rewarded;
    }

    function _pay(address beneficiary, uint256 rewarded, uint256 burned) private {
        TOKEN.safeTransfer(beneficiary, rewarded);
        IStreamToken(TOKEN).burn(burned);
    }

    function _serving(address operator) private view returns (Operator storage stored) {
        stored = _operators[operator];
        if (stored.role == Role.None) revert OperatorRegistry_NotRegistered(operator);
        if (stored.withdrawableAt != 0) revert OperatorRegistry_Unbonding(operator);
    }

    function _checkEndpoint(string calldata endpoint) private pure {
        uint256 length = bytes(endpoint).length;
        if (length == 0 || length > MAXIMUM_ENDPOINT_BYTES) {
            revert OperatorRegistry_EndpointLength(length, MAXIMUM_ENDPOINT_BYTES);
        }
    }
}
