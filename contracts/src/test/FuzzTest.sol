// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DevUsd} from "../dev/DevUsd.sol";
import {DevUsdProxy} from "../dev/DevUsdProxy.sol";
import {TipRouter} from "../TipRouter.sol";
import {IVm} from "./IVm.sol";

/// @title What every fuzz test starts from
/// @notice A router, the dollar behind its proxy, and seven dollars that were sent to the router by mistake.
abstract contract FuzzTest {
  /// @dev The lowest 20 bytes of the hash of "hevm cheat code", where the test machine listens.
  IVm internal constant _VM = IVm(address(uint160(uint256(keccak256("hevm cheat code")))));
  uint256 internal constant _STRAY = 7_000_000;
  uint256 internal constant _KEY_LIMIT = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

  TipRouter internal _router;
  DevUsd internal _token;

  /// @notice Two values that should be equal are not.
  /// @param what What they are.
  /// @param actual What it is.
  /// @param expected What it should be.
  error NotEqual(string what, uint256 actual, uint256 expected);

  /// @notice Deploys. The test machine calls it before each test.
  function setUp() public virtual {
    _router = new TipRouter();
    bytes memory initialize = abi.encodeCall(DevUsd.initialize, (address(this)));
    _token = DevUsd(address(new DevUsdProxy(address(new DevUsd()), initialize)));
    _token.mint(address(_router), _STRAY);
  }

  /// @dev Drops the run if any of the two can't hold dollars or is not an ordinary account.
  function _assumePeople(address payer, address payee) internal view {
    _assumePerson(payer);
    _assumePerson(payee);
  }

  function _assumePerson(address person) internal view {
    _VM.assume(person != address(0));
    _VM.assume(person != address(_router));
    _VM.assume(person != address(_token));
    _VM.assume(person != address(this));
    _VM.assume(person != address(_VM));
    // The admin of the proxy, who is kept out of the token.
    _VM.assume(person != address(0xdead));
  }

  function _assertEqual(string memory what, uint256 actual, uint256 expected) internal pure {
    if (actual != expected) revert NotEqual(what, actual, expected);
  }
}
