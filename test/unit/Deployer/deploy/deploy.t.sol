// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {Test} from "forge-std/Test.sol";
import {CREATE3} from "solady/utils/CREATE3.sol";

import {Deployer} from "script/Deployer.sol";

contract Deployer_Deploy_Test is Test {
    /// @dev Deploys the one byte 0xfe; deploys nothing and reverts.
    bytes private constant GOOD = hex"60fe60005360016000f3";
    bytes private constant BAD = hex"60006000fd";

    Deployer private _deployer;

    function setUp() external {
        vm.roll(12);
        _deployer = new Deployer(address(this));
    }

    function test_RevertWhen_TheCallerIsNotTheOwner() external {
        address stranger = makeAddr("stranger");
        vm.expectRevert(abi.encodeWithSelector(Deployer.Deployer_NotOwner.selector, stranger));
        vm.prank(stranger);
        _deployer.deploy("Name", GOOD);
    }

    function test_RevertWhen_TheNameWasDeployedBefore() external {
        _deployer.deploy("Name", GOOD);
        vm.expectRevert(abi.encodeWithSelector(Deployer.Deployer_NameTaken.selector, "Name"));
        _deployer.deploy("Name", GOOD);
    }

    function test_RevertWhen_TheConstructorReverts() external {
        vm.expectRevert(CREATE3.DeploymentFailed.selector);
        _deployer.deploy("Name", BAD);
        assertEq(_deployer.initCodeHashOf("Name"), 0);
        _deployer.deploy("Name", GOOD);
    }

    function test_WhenTheNameIsFree() external {
        address predicted = _deployer.addressOf("Name");
        assertNotEq(predicted, _deployer.addressOf("Another"));
        vm.expectEmit();
        emit Deployer.Deployed("Name", predicted, keccak256(GOOD));
        assertEq(_deployer.deploy("Name", GOOD), predicted);
        assertEq(predicted.code, hex"fe");
        assertEq(_deployer.initCodeHashOf("Name"), keccak256(GOOD));
        assertEq(_deployer.OWNER(), address(this));
        assertEq(_deployer.START_BLOCK(), 12);
    }
}
