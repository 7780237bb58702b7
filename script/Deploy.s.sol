// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {Script} from "forge-std/Script.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {ContentCourt} from "src/content/ContentCourt.sol";
import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {PasskeyVerifier} from "src/payments/PasskeyVerifier.sol";
import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {PositionToken} from "src/token/PositionToken.sol";
import {SplitRollup} from "src/splits/SplitRollup.sol";
import {Staking} from "src/token/Staking.sol";
import {StreamPools} from "src/payments/StreamPools.sol";
import {StreamingProtocol} from "src/payments/StreamingProtocol.sol";
import {TokenDistribution} from "src/token/TokenDistribution.sol";
import {TokenVesting} from "src/token/TokenVesting.sol";
import {IClaimVerifier, ISettleVerifier, IVerifier} from "src/interfaces/IVerifiers.sol";
import {StreamToken} from "src/token/StreamToken.sol";
import {ClaimVerifier} from "src/verifiers/ClaimVerifier.sol";
import {SettleVerifier} from "src/verifiers/SettleVerifier.sol";

/// @notice Deploys the whole protocol by `script/config/<chain>.json`, and writes its addresses to
/// `script/deployments/<chain>.json`, or to the file that TRIBUTARY_DEPLOYMENT names.
contract Deploy is Script {
    using SafeCastLib for uint256;

    /// @param launchAt When vesting begins, in seconds; 0: now.
    /// @param creators Who holds the pool of the creators, and so on. The stakers' is the Staking contract's.
    struct Config {
        uint40 launchAt;
        address creators;
        address viewers;
        address platform;
        address development;
        uint96 provingFeeWei;
        uint40 sealAgeSec;
        uint96 minimumBondWei;
        uint40 unbondingDelaySec;
    }

    struct Deployment {
        ISettleVerifier settleVerifier;
        IClaimVerifier claimVerifier;
        StreamToken streamToken;
        PositionToken positionToken;
        TokenVesting tokenVesting;
        Staking staking;
        TokenDistribution tokenDistribution;
        SplitRollup splitRollup;
        ContentRegistry contentRegistry;
        ERC2771Forwarder forwarder;
        StreamingProtocol streamingProtocol;
        StreamPools streamPools;
        PasskeyVerifier passkeyVerifier;
        PaymentChannels paymentChannels;
        OperatorRegistry operatorRegistry;
        ContentCourt contentCourt;
    }

    /// @notice The keys of a verifier come from a setup whose secret is known: anyone could prove anything.
    error Deploy_KeysNotFromCeremony(address verifier, string setup);
    /// @notice Somebody else used the deployer's nonce in between.
    error Deploy_Misplaced(address predicted, address actual);

    uint256 private constant LOCAL_CHAIN = 31_337;

    function run() external returns (Deployment memory deployment) {
        string memory chain = vm.toString(block.chainid);
        deployment = deploy(readConfig(vm.readFile(string.concat("script/config/", chain, ".json"))));
        write(
            deployment, vm.envOr("TRIBUTARY_DEPLOYMENT", string.concat("script/deployments/", chain, ".json"))
        );
    }

    /// @dev Contracts that know each other for ever are told addresses that are not taken yet: predicted, and checked.
    function deploy(Config memory config) public returns (Deployment memory d) {
        vm.startBroadcast();
        (, address deployer,) = vm.readCallers();
        d.settleVerifier = ISettleVerifier(address(new SettleVerifier()));
        d.claimVerifier = IClaimVerifier(address(new ClaimVerifier()));
        _requireCeremony(d.settleVerifier);
        _requireCeremony(d.claimVerifier);

        address distribution = _predict(deployer, 4);
        address streaming = _predict(deployer, 8);
        d.streamToken = new StreamToken(distribution);
        d.positionToken = new PositionToken(streaming, _predict(deployer, 1));
        d.tokenVesting = new TokenVesting(
            config.launchAt == 0 ? uint40(block.timestamp) : config.launchAt, d.positionToken
        );
        d.staking = new Staking(address(d.streamToken), d.tokenVesting);
        d.tokenDistribution = new TokenDistribution(
            d.streamToken,
            d.tokenVesting,
            [config.creators, config.viewers, address(d.staking), config.platform, config.development]
        );
        _requirePlaced(distribution, address(d.tokenDistribution));

        d.splitRollup = new SplitRollup(
            address(d.streamToken), config.provingFeeWei, config.sealAgeSec, d.settleVerifier, d.claimVerifier
        );
        d.contentRegistry = new ContentRegistry(d.splitRollup);
        d.forwarder = new ERC2771Forwarder("Tributary");
        d.streamingProtocol = new StreamingProtocol(
            address(d.streamToken), d.splitRollup, d.contentRegistry, d.positionToken, address(d.forwarder)
        );
        _requirePlaced(streaming, address(d.streamingProtocol));
        d.streamPools = new StreamPools(d.splitRollup);
        d.passkeyVerifier = new PasskeyVerifier();
        d.paymentChannels = new PaymentChannels(d.splitRollup, d.passkeyVerifier);

        address[] memory courts = new address[](1);
        courts[0] = _predict(deployer, 1);
        d.operatorRegistry = new OperatorRegistry(
            address(d.streamToken), config.minimumBondWei, config.unbondingDelaySec, courts
        );
        d.contentCourt = new ContentCourt(d.contentRegistry, d.operatorRegistry);
        _requirePlaced(courts[0], address(d.contentCourt));
        d.tokenDistribution.distribute();
        vm.stopBroadcast();
    }

    function readConfig(string memory json) public pure returns (Config memory) {
        return Config({
            launchAt: vm.parseJsonUint(json, ".launchAt").toUint40(),
            creators: vm.parseJsonAddress(json, ".creators"),
            viewers: vm.parseJsonAddress(json, ".viewers"),
            platform: vm.parseJsonAddress(json, ".platform"),
            development: vm.parseJsonAddress(json, ".development"),
            provingFeeWei: vm.parseJsonUint(json, ".provingFeeWei").toUint96(),
            sealAgeSec: vm.parseJsonUint(json, ".sealAgeSec").toUint40(),
            minimumBondWei: vm.parseJsonUint(json, ".minimumBondWei").toUint96(),
            unbondingDelaySec: vm.parseJsonUint(json, ".unbondingDelaySec").toUint40()
        });
    }

    function write(Deployment memory d, string memory path) public {
        string memory contracts = "contracts";
        vm.serializeAddress(contracts, "SettleVerifier", address(d.settleVerifier));
        vm.serializeAddress(contracts, "ClaimVerifier", address(d.claimVerifier));
        vm.serializeAddress(contracts, "StreamToken", address(d.streamToken));
        vm.serializeAddress(contracts, "PositionToken", address(d.positionToken));
        vm.serializeAddress(contracts, "TokenVesting", address(d.tokenVesting));
        vm.serializeAddress(contracts, "Staking", address(d.staking));
        vm.serializeAddress(contracts, "TokenDistribution", address(d.tokenDistribution));
        vm.serializeAddress(contracts, "SplitRollup", address(d.splitRollup));
        vm.serializeAddress(contracts, "ContentRegistry", address(d.contentRegistry));
        vm.serializeAddress(contracts, "Forwarder", address(d.forwarder));
        vm.serializeAddress(contracts, "StreamingProtocol", address(d.streamingProtocol));
        vm.serializeAddress(contracts, "StreamPools", address(d.streamPools));
        vm.serializeAddress(contracts, "PasskeyVerifier", address(d.passkeyVerifier));
        vm.serializeAddress(contracts, "PaymentChannels", address(d.paymentChannels));
        vm.serializeAddress(contracts, "OperatorRegistry", address(d.operatorRegistry));
        contracts = vm.serializeAddress(contracts, "ContentCourt", address(d.contentCourt));
        string memory file = "deployment";
        vm.serializeUint(file, "chainId", block.chainid);
        vm.serializeUint(file, "startBlock", block.number);
        vm.writeJson(vm.serializeString(file, "contracts", contracts), path);
    }

    /// @return Where the contract comes that is deployed after `others` more.
    function _predict(address deployer, uint256 others) private view returns (address) {
        return vm.computeCreateAddress(deployer, vm.getNonce(deployer) + others);
    }

    function _requirePlaced(address predicted, address actual) private pure {
        if (predicted != actual) revert Deploy_Misplaced(predicted, actual);
    }

    function _requireCeremony(IVerifier verifier) private view {
        string memory setup = verifier.SETUP();
        if (block.chainid != LOCAL_CHAIN && keccak256(bytes(setup)) != keccak256("ceremony")) {
            revert Deploy_KeysNotFromCeremony(address(verifier), setup);
        }
    }
}
