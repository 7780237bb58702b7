// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.30;

import {ERC2771Forwarder} from "@openzeppelin/contracts/metatx/ERC2771Forwarder.sol";
import {Script} from "forge-std/Script.sol";
import {VmSafe} from "forge-std/Vm.sol";
import {SafeCastLib} from "solady/utils/SafeCastLib.sol";

import {Deployer} from "script/Deployer.sol";
import {AccessPolicy} from "src/access/AccessPolicy.sol";
import {AllowListPolicy} from "src/access/AllowListPolicy.sol";
import {CollaboratorPolicy} from "src/access/CollaboratorPolicy.sol";
import {ComposedPolicy} from "src/access/ComposedPolicy.sol";
import {Erc1155Policy} from "src/access/Erc1155Policy.sol";
import {Erc20Policy} from "src/access/Erc20Policy.sol";
import {Erc721Policy} from "src/access/Erc721Policy.sol";
import {FreePolicy} from "src/access/FreePolicy.sol";
import {MeteredPolicy} from "src/access/MeteredPolicy.sol";
import {PurchasePolicy} from "src/access/PurchasePolicy.sol";
import {SeatPolicy} from "src/access/SeatPolicy.sol";
import {StreamPolicy} from "src/access/StreamPolicy.sol";
import {AvailabilityCourt} from "src/content/AvailabilityCourt.sol";
import {ContentCourt} from "src/content/ContentCourt.sol";
import {ContentRegistry} from "src/content/ContentRegistry.sol";
import {OperatorRegistry} from "src/content/OperatorRegistry.sol";
import {Placement} from "src/delivery/Placement.sol";
import {Popularity} from "src/delivery/Popularity.sol";
import {StorageDeals} from "src/delivery/StorageDeals.sol";
import {InteractionInputs} from "src/interactions/InteractionInputs.sol";
import {InteractionRollup} from "src/interactions/InteractionRollup.sol";
import {KeyCourt} from "src/keys/KeyCourt.sol";
import {KeyGeneration} from "src/keys/KeyGeneration.sol";
import {KeyRegistry} from "src/keys/KeyRegistry.sol";
import {PasskeyVerifier} from "src/payments/PasskeyVerifier.sol";
import {PaymentChannels} from "src/payments/PaymentChannels.sol";
import {PositionToken} from "src/token/PositionToken.sol";
import {ViewerRewards} from "src/rewards/ViewerRewards.sol";
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
/// Notes:
/// - The standard CREATE2 factory deploys the {Deployer}, which deploys every contract by name. Addresses follow from the
///   broadcaster, the salt and the names, so they are the same on every chain that one account deploys on.
/// - A contract that stands at its address already is used as it is: a run that broke off can be run again.
contract Deploy is Script {
    using SafeCastLib for uint256;

    /// @param salt Another salt is another deployment, beside the earlier ones.
    /// @param launchAt When vesting begins, in seconds; 0: at the first run.
    /// @param creators The holder of the creators' allocation; the next three likewise. Staking holds the stakers'.
    /// @param viewers Zero for {ViewerRewards}.
    /// @param guardian Who may delay the confirmation of interactions; zero for nobody.
    /// @param watchRateWei The most that a viewer is rewarded with for a second.
    struct Config {
        bytes32 salt;
        uint40 launchAt;
        address creators;
        address viewers;
        address platform;
        address development;
        uint96 provingFeeWei;
        uint40 sealAgeSec;
        uint96 minimumBondWei;
        uint40 unbondingDelaySec;
        uint96 interactionBondWei;
        uint40 interactionWindowSec;
        address guardian;
        uint96 watchRateWei;
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
        AvailabilityCourt availabilityCourt;
        Popularity popularity;
        Placement placement;
        StorageDeals storageDeals;
        KeyRegistry keyRegistry;
        KeyCourt keyCourt;
        KeyGeneration keyGeneration;
        AccessPolicy accessPolicy;
        InteractionInputs interactionInputs;
        InteractionRollup interactionRollup;
        ViewerRewards viewerRewards;
        Policies policies;
    }

    /// @dev What {AccessPolicy} asks.
    struct Policies {
        ComposedPolicy composed;
        FreePolicy free;
        StreamPolicy stream;
        SeatPolicy seat;
        MeteredPolicy metered;
        PurchasePolicy purchase;
        Erc20Policy erc20;
        Erc721Policy erc721;
        Erc1155Policy erc1155;
        AllowListPolicy allowList;
        CollaboratorPolicy collaborator;
    }

    /// @notice The chain has no config. Write `file`; `help` says what goes in.
    error Deploy_ConfigMissing(string file, string help);
    /// @notice The keys of a verifier come from a setup whose secret is known, so the verifier proves nothing off chain 31337, and
    /// a rollup that uses it could never settle. Build the verifiers from a ceremony's keys.
    error Deploy_KeysNotFromCeremony(address verifier, string setup);
    /// @notice Another code, or other arguments, were deployed under `name` before. Another salt in the config deploys anew.
    error Deploy_Differs(string name, address at);

    uint256 private constant LOCAL_CHAIN = 31_337;
    /// @dev An edge loses 2 % of the least bond for a piece that it withheld, or was too long offline to send.
    uint96 private constant LOSSES_IN_MINIMUM_BOND = 50;
    /// @dev Of the window in which an assertion may be falsified: how long a stride is kept out at most, and signatures may be demanded.
    uint40 private constant FORCE_DELAYS_IN_WINDOW = 7;
    uint40 private constant DEMAND_TIMES_IN_WINDOW = 20;
    /// @dev 30 days, in epochs: how long a share of a deal waits for its owner.
    uint64 private constant CLAIM_PERIOD = 720;
    address private constant PERMIT2 = 0x000000000022D473030F116dDEE9F6B43aC78BA3;
    address private constant ERC6492_VERIFIER = 0x00007bd799e4A591FeA53f8A8a3E9f931626Ba7e;

    Deployer private _deployer;
    /// @dev The addresses by name, as JSON.
    string private _contracts;

    function run() external returns (Deployment memory deployment) {
        string memory chain = vm.toString(block.chainid);
        string memory file = string.concat("script/config/", chain, ".json");
        if (!vm.exists(file)) revert Deploy_ConfigMissing(file, "see script/config/README.md");
        deployment = deploy(readConfig(vm.readFile(file)));
        vm.createDir("script/deployments", true);
        _write(vm.envOr("TRIBUTARY_DEPLOYMENT", string.concat("script/deployments/", chain, ".json")));
    }

    function deploy(Config memory config) public returns (Deployment memory d) {
        if (block.chainid == LOCAL_CHAIN) {
            _give(PERMIT2, "script/config/31337/permit2.hex");
            _give(ERC6492_VERIFIER, "script/config/31337/erc6492Verifier.hex");
        }
        vm.startBroadcast();
        (, address owner,) = vm.readCallers();
        _deployer = _deployerOf(owner, config.salt);

        d.settleVerifier = ISettleVerifier(_deploy("SettleVerifier", type(SettleVerifier).creationCode, ""));
        d.claimVerifier = IClaimVerifier(_deploy("ClaimVerifier", type(ClaimVerifier).creationCode, ""));
        _requireCeremony(d.settleVerifier);
        _requireCeremony(d.claimVerifier);

        d.streamToken = StreamToken(
            _deploy("StreamToken", type(StreamToken).creationCode, abi.encode(_at("TokenDistribution")))
        );
        d.positionToken = PositionToken(
            _deploy(
                "PositionToken",
                type(PositionToken).creationCode,
                abi.encode(_at("StreamingProtocol"), _at("TokenVesting"))
            )
        );
        d.tokenVesting = TokenVesting(
            _deploy(
                "TokenVesting",
                type(TokenVesting).creationCode,
                abi.encode(_launchOf(config), d.positionToken)
            )
        );
        d.staking = Staking(
            _deploy("Staking", type(Staking).creationCode, abi.encode(d.streamToken, d.tokenVesting))
        );
        d.tokenDistribution = TokenDistribution(
            _deploy(
                "TokenDistribution",
                type(TokenDistribution).creationCode,
                abi.encode(d.streamToken, d.tokenVesting, _beneficiariesOf(config))
            )
        );

        d.splitRollup = SplitRollup(
            _deploy(
                "SplitRollup",
                type(SplitRollup).creationCode,
                abi.encode(
                    d.streamToken, config.provingFeeWei, config.sealAgeSec, d.settleVerifier, d.claimVerifier
                )
            )
        );
        d.contentRegistry = ContentRegistry(
            _deploy("ContentRegistry", type(ContentRegistry).creationCode, abi.encode(d.splitRollup))
        );
        d.forwarder = ERC2771Forwarder(
            _deploy("Forwarder", type(ERC2771Forwarder).creationCode, abi.encode("Tributary"))
        );
        d.streamingProtocol = StreamingProtocol(
            _deploy(
                "StreamingProtocol",
                type(StreamingProtocol).creationCode,
                abi.encode(d.streamToken, d.splitRollup, d.contentRegistry, d.positionToken, d.forwarder)
            )
        );
        d.streamPools =
            StreamPools(_deploy("StreamPools", type(StreamPools).creationCode, abi.encode(d.splitRollup)));
        d.passkeyVerifier =
            PasskeyVerifier(_deploy("PasskeyVerifier", type(PasskeyVerifier).creationCode, ""));
        d.paymentChannels = PaymentChannels(
            _deploy(
                "PaymentChannels",
                type(PaymentChannels).creationCode,
                abi.encode(d.splitRollup, d.passkeyVerifier)
            )
        );

        address[] memory courts = new address[](4);
        (courts[0], courts[1]) = (_at("ContentCourt"), _at("AvailabilityCourt"));
        (courts[2], courts[3]) = (_at("KeyCourt"), _at("Placement"));
        d.operatorRegistry = OperatorRegistry(
            _deploy(
                "OperatorRegistry",
                type(OperatorRegistry).creationCode,
                abi.encode(d.streamToken, config.minimumBondWei, config.unbondingDelaySec, courts)
            )
        );
        d.contentCourt = ContentCourt(
            _deploy(
                "ContentCourt",
                type(ContentCourt).creationCode,
                abi.encode(d.contentRegistry, d.operatorRegistry)
            )
        );
        d.availabilityCourt = AvailabilityCourt(
            _deploy(
                "AvailabilityCourt",
                type(AvailabilityCourt).creationCode,
                abi.encode(
                    d.contentRegistry, d.operatorRegistry, config.minimumBondWei / LOSSES_IN_MINIMUM_BOND
                )
            )
        );
        d.popularity = Popularity(
            _deploy(
                "Popularity",
                type(Popularity).creationCode,
                abi.encode(
                    d.streamToken, d.contentRegistry, d.streamingProtocol, d.streamPools, d.paymentChannels
                )
            )
        );
        d.placement = Placement(
            _deploy(
                "Placement",
                type(Placement).creationCode,
                abi.encode(d.contentRegistry, d.operatorRegistry, d.popularity)
            )
        );
        d.storageDeals = StorageDeals(
            _deploy(
                "StorageDeals",
                type(StorageDeals).creationCode,
                abi.encode(d.streamToken, d.contentRegistry, d.placement, d.availabilityCourt, CLAIM_PERIOD)
            )
        );
        d.policies = _deployPolicies(d);
        d.accessPolicy = AccessPolicy(
            _deploy(
                "AccessPolicy",
                type(AccessPolicy).creationCode,
                abi.encode(d.contentRegistry, d.policies.composed)
            )
        );
        d.keyRegistry = KeyRegistry(
            _deploy("KeyRegistry", type(KeyRegistry).creationCode, abi.encode(d.operatorRegistry))
        );
        d.keyCourt = KeyCourt(
            _deploy("KeyCourt", type(KeyCourt).creationCode, abi.encode(d.keyRegistry, d.operatorRegistry))
        );
        d.keyGeneration = KeyGeneration(
            _deploy(
                "KeyGeneration",
                type(KeyGeneration).creationCode,
                abi.encode(d.keyRegistry, d.operatorRegistry)
            )
        );
        d.interactionInputs = InteractionInputs(
            _deploy(
                "InteractionInputs",
                type(InteractionInputs).creationCode,
                abi.encode(
                    d.contentRegistry,
                    d.operatorRegistry,
                    _at("InteractionRollup"),
                    config.interactionWindowSec / FORCE_DELAYS_IN_WINDOW,
                    config.interactionWindowSec / DEMAND_TIMES_IN_WINDOW
                )
            )
        );
        d.interactionRollup = InteractionRollup(
            _deploy(
                "InteractionRollup",
                type(InteractionRollup).creationCode,
                abi.encode(
                    d.interactionInputs,
                    config.interactionBondWei,
                    config.interactionWindowSec,
                    config.guardian
                )
            )
        );
        d.viewerRewards = ViewerRewards(
            _deploy(
                "ViewerRewards",
                type(ViewerRewards).creationCode,
                abi.encode(d.streamToken, d.interactionInputs, d.interactionRollup, config.watchRateWei)
            )
        );
        // the whole supply: wei that a stranger sends there later distributes nothing
        uint256 held = d.streamToken.balanceOf(address(d.tokenDistribution));
        if (held >= d.streamToken.INITIAL_SUPPLY()) d.tokenDistribution.distribute();
        vm.stopBroadcast();
    }

    function _deployPolicies(Deployment memory d) private returns (Policies memory p) {
        p.composed = ComposedPolicy(_deploy("ComposedPolicy", type(ComposedPolicy).creationCode, ""));
        p.free = FreePolicy(_deploy("FreePolicy", type(FreePolicy).creationCode, ""));
        p.stream = StreamPolicy(
            _deploy(
                "StreamPolicy",
                type(StreamPolicy).creationCode,
                abi.encode(d.streamingProtocol, d.contentRegistry)
            )
        );
        p.seat = SeatPolicy(
            _deploy("SeatPolicy", type(SeatPolicy).creationCode, abi.encode(d.streamPools, d.contentRegistry))
        );
        p.metered = MeteredPolicy(
            _deploy("MeteredPolicy", type(MeteredPolicy).creationCode, abi.encode(d.operatorRegistry))
        );
        p.purchase = PurchasePolicy(
            _deploy(
                "PurchasePolicy",
                type(PurchasePolicy).creationCode,
                abi.encode(d.splitRollup, d.contentRegistry)
            )
        );
        p.erc20 = Erc20Policy(_deploy("Erc20Policy", type(Erc20Policy).creationCode, ""));
        p.erc721 = Erc721Policy(_deploy("Erc721Policy", type(Erc721Policy).creationCode, ""));
        p.erc1155 = Erc1155Policy(_deploy("Erc1155Policy", type(Erc1155Policy).creationCode, ""));
        p.allowList = AllowListPolicy(_deploy("AllowListPolicy", type(AllowListPolicy).creationCode, ""));
        p.collaborator = CollaboratorPolicy(
            _deploy(
                "CollaboratorPolicy", type(CollaboratorPolicy).creationCode, abi.encode(d.contentRegistry)
            )
        );
    }

    function readConfig(string memory json) public pure returns (Config memory) {
        return Config({
            salt: keccak256(bytes(vm.parseJsonString(json, ".salt"))),
            launchAt: vm.parseJsonUint(json, ".launchAt").toUint40(),
            creators: vm.parseJsonAddress(json, ".creators"),
            viewers: vm.parseJsonAddress(json, ".viewers"),
            platform: vm.parseJsonAddress(json, ".platform"),
            development: vm.parseJsonAddress(json, ".development"),
            provingFeeWei: vm.parseJsonUint(json, ".provingFeeWei").toUint96(),
            sealAgeSec: vm.parseJsonUint(json, ".sealAgeSec").toUint40(),
            minimumBondWei: vm.parseJsonUint(json, ".minimumBondWei").toUint96(),
            unbondingDelaySec: vm.parseJsonUint(json, ".unbondingDelaySec").toUint40(),
            interactionBondWei: vm.parseJsonUint(json, ".interactionBondWei").toUint96(),
            interactionWindowSec: vm.parseJsonUint(json, ".interactionWindowSec").toUint40(),
            guardian: vm.parseJsonAddress(json, ".guardian"),
            watchRateWei: vm.parseJsonUint(json, ".watchRateWei").toUint96()
        });
    }

    function _write(string memory path) private {
        string memory file = "deployment";
        vm.serializeUint(file, "chainId", block.chainid);
        vm.serializeUint(file, "startBlock", _deployer.START_BLOCK());
        vm.serializeAddress(file, "deployer", address(_deployer));
        vm.writeJson(vm.serializeString(file, "contracts", _contracts), path);
    }

    /// @return at Where `name` now stands, which the deployment file will say.
    function _deploy(string memory name, bytes memory creationCode, bytes memory arguments)
        private
        returns (address at)
    {
        bytes memory initCode = abi.encodePacked(creationCode, arguments);
        at = _at(name);
        if (at.code.length == 0) _deployer.deploy(name, initCode);
        else if (_deployer.initCodeHashOf(name) != keccak256(initCode)) revert Deploy_Differs(name, at);
        _contracts = vm.serializeAddress("contracts", name, at);
    }

    /// @return In the order of {Allocation}.
    function _beneficiariesOf(Config memory config) private view returns (address[5] memory) {
        address viewers = config.viewers == address(0) ? _at("ViewerRewards") : config.viewers;
        return [config.creators, viewers, _at("Staking"), config.platform, config.development];
    }

    /// @return Where `name` stands, or will: contracts that name each other are told before they stand.
    function _at(string memory name) private view returns (address) {
        return _deployer.addressOf(name);
    }

    function _deployerOf(address owner, bytes32 salt) private returns (Deployer) {
        bytes memory initCode = abi.encodePacked(type(Deployer).creationCode, abi.encode(owner));
        address at = vm.computeCreate2Address(salt, keccak256(initCode));
        return at.code.length == 0 ? new Deployer{salt: salt}(owner) : Deployer(at);
    }

    /// @dev "Now" stays the time of the first run.
    function _launchOf(Config memory config) private view returns (uint40) {
        if (config.launchAt != 0) return config.launchAt;
        TokenVesting vesting = TokenVesting(_at("TokenVesting"));
        return address(vesting).code.length == 0 ? uint40(block.timestamp) : vesting.LAUNCH();
    }

    /// @dev Puts what other chains have at `at` on the local chain.
    function _give(address at, string memory file) private {
        if (at.code.length != 0) return;
        string memory code = vm.trim(vm.readFile(file));
        vm.etch(at, vm.parseBytes(code));
        // the chain itself, beside the copy of it that this script runs on
        if (vm.isContext(VmSafe.ForgeContext.ScriptBroadcast)) {
            vm.rpc("anvil_setCode", string.concat("[\"", vm.toString(at), "\",\"", code, "\"]"));
        }
    }

    function _requireCeremony(IVerifier verifier) private view {
        string memory setup = verifier.SETUP();
        if (block.chainid != LOCAL_CHAIN && keccak256(bytes(setup)) != keccak256("ceremony")) {
            revert Deploy_KeysNotFromCeremony(address(verifier), setup);
        }
    }
}
