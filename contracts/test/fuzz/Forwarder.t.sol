// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IForwarder} from "../../src/deposits/IForwarder.sol";
import {ForwarderFactory} from "../../src/deposits/ForwarderFactory.sol";
import {Split} from "../../src/deposits/Split.sol";
import {FuzzTest} from "../../src/test/FuzzTest.sol";
import {Sweepers} from "../../src/test/Sweepers.sol";
import {ShrinkingToken} from "../../src/test/tokens/ShrinkingToken.sol";

/// @title What stays true of a forwarder whatever arrives, whoever is turned down and whoever sweeps, in whatever order
/// @notice Money is neither made nor lost, goes to the payees alone, and to each of them in his share.
contract ForwarderTest is FuzzTest {
  ForwarderFactory private _factory;
  ShrinkingToken private _coin;
  IForwarder private _forwarder;
  Sweepers private _sweepers;

  /// @notice A payee's part is too far from his exact share.
  /// @param payee The payee.
  /// @param given What he was given, in ten-thousandths of a unit.
  /// @param exact What he should be given, in ten-thousandths of a unit.
  error ShareIsOff(address payee, uint256 given, uint256 exact);

  /// @notice One sweep pays all that arrived, to the payees alone, whoever sends it.
  /// @param sender Who sweeps.
  /// @param paymentReference What it is for.
  /// @param amount How much arrived.
  function testFuzzOneSweepPaysAll(address sender, bytes32 paymentReference, uint128 amount) external {
    _assumePerson(sender);
    Split.Share[] memory shares = _threeShares();
    address forwarder = _factory.forwarderOf(paymentReference, shares);
    ShrinkingToken coin = new ShrinkingToken();
    coin.mint(forwarder, amount);

    _VM.prank(sender);
    _factory.deployAndSweep(paymentReference, shares, address(coin));

    uint256[] memory parts = Split.divide(amount, shares);
    for (uint256 i = 0; i < 3; ++i) {
      _assertEqual("part", coin.balanceOf(shares[i].payee), parts[i]);
    }
    _assertEqual("left", coin.balanceOf(forwarder), 0);
  }

  /// @notice Tells the test machine what to call.
  /// @return targets The sweepers alone.
  function targetContracts() external view returns (address[] memory targets) {
    targets = new address[](1);
    targets[0] = address(_sweepers);
  }

  /// @notice What arrived is with the payees or still there; nobody else has any of it.
  function invariantMoneyIsWithThePayeesOrStillThere() external view {
    uint256 sum = _coin.balanceOf(address(_forwarder));
    Split.Share[] memory shares = _forwarder.shares();
    uint256 count = shares.length;
    for (uint256 i = 0; i < count; ++i) {
      sum += _coin.balanceOf(shares[i].payee);
    }
    _assertEqual("with the payees or still there", sum, _sweepers.arrived());
    _assertEqual("in the world", _coin.totalSupply(), _sweepers.arrived());
  }

  /// @notice What is kept for the payees is there.
  function invariantWhatIsKeptIsThere() external view {
    uint256 kept = 0;
    Split.Share[] memory shares = _forwarder.shares();
    uint256 count = shares.length;
    for (uint256 i = 0; i < count; ++i) {
      kept += _forwarder.keptFor(address(_coin), shares[i].payee);
    }
    if (kept > _coin.balanceOf(address(_forwarder))) {
      revert NotEqual("kept", kept, _coin.balanceOf(address(_forwarder)));
    }
  }

  /// @notice Each payee has, or has kept for him, his share of what was swept, but for less than a unit a sweep.
  function invariantOrderChangesNoShareByMoreThanAUnitASweep() external view {
    Split.Share[] memory shares = _forwarder.shares();
    uint256 count = shares.length;
    uint256[] memory given = new uint256[](count);
    uint256 swept = 0;
    for (uint256 i = 0; i < count; ++i) {
      address payee = shares[i].payee;
      given[i] = _coin.balanceOf(payee) + _forwarder.keptFor(address(_coin), payee);
      swept += given[i];
    }
    uint256 unit = Split.WHOLE * _sweepers.sweeps();
    for (uint256 i = 0; i < count; ++i) {
      uint256 exact = swept * shares[i].basisPoints;
      uint256 actual = given[i] * Split.WHOLE;
      uint256 distance = exact > actual ? exact - actual : actual - exact;
      if (distance > unit) revert ShareIsOff(shares[i].payee, actual, exact);
    }
  }

  /// @notice Any amount is divided to the last unit, and nobody is a whole unit away from his exact share.
  /// @param amount Any amount.
  /// @param cut Where the split is cut.
  function testFuzzPartsSumUpToTheAmount(uint256 amount, uint16 cut) external pure {
    Split.Share[] memory shares = new Split.Share[](3);
    uint16 first = uint16((uint256(cut) % 9_998) + 1);
    uint16 second = uint16((uint256(keccak256(abi.encode(cut))) % (9_999 - first)) + 1);
    shares[0] = Split.Share(address(1), first);
    shares[1] = Split.Share(address(2), second);
    shares[2] = Split.Share(address(3), 10_000 - first - second);

    uint256[] memory parts = Split.divide(amount, shares);
    _assertEqual("sum", parts[0] + parts[1] + parts[2], amount);
    // Below 2^256 / 10,000 the exact share can be written down.
    if (amount > type(uint256).max / Split.WHOLE) return;
    for (uint256 i = 0; i < 3; ++i) {
      uint256 exact = amount * shares[i].basisPoints;
      uint256 actual = parts[i] * Split.WHOLE;
      if ((exact > actual ? exact - actual : actual - exact) >= Split.WHOLE) {
        revert ShareIsOff(shares[i].payee, actual, exact);
      }
    }
  }

  /// @notice Deploys a forwarder, and a token that nobody has.
  function setUp() public override {
    super.setUp();
    _factory = new ForwarderFactory();
    _coin = new ShrinkingToken();
    _forwarder = IForwarder(payable(_factory.deploy(keccak256("a payment request"), _threeShares())));
    _sweepers = new Sweepers(_coin, _forwarder);
  }

  function _threeShares() private pure returns (Split.Share[] memory shares) {
    shares = new Split.Share[](3);
    shares[0] = Split.Share(address(0xa11ce), 3_333);
    shares[1] = Split.Share(address(0xb0b), 6_600);
    shares[2] = Split.Share(address(0xca401), 67);
  }
}
