// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Split
/// @notice How money is divided between payees: exactly, to the last unit.
/// @dev Shares are in basis points, hundredths of a percent. Each payee receives his share rounded down, and the units
/// left over go one each to the payees who lost most by that, of two equal ones to the earlier. This is the method of
/// the largest remainder: the parts always sum up to the amount, and each is less than a unit from the exact share.
library Split {
  /// @dev One payee.
  struct Share {
    /// Who is paid.
    address payee;
    /// How much of the whole, in basis points.
    uint16 basisPoints;
  }

  /// @notice All shares together, in basis points.
  uint256 internal constant WHOLE = 10_000;

  /// @notice The most payees that a split may have.
  /// @dev Every payee can cost whoever sweeps the whole stipend of a payment. Twenty of them fit into a block anywhere.
  uint256 internal constant MOST_PAYEES = 20;

  /// @dev The bytes of a packed share: 20 of the payee, 2 of his basis points.
  uint256 private constant _PACKED_LENGTH = 22;

  /// @notice There are no payees, or too many.
  /// @param count How many there are.
  /// @param most How many there may be.
  error PayeeCountOutOfRange(uint256 count, uint256 most);

  /// @notice A payee is the zero address.
  /// @param position His position in the split, from 0.
  error PayeeIsZero(uint256 position);

  /// @notice A payee is in the split twice.
  /// @param payee The payee.
  error PayeeIsThereTwice(address payee);

  /// @notice A payee's share is zero.
  /// @param payee The payee.
  error ShareIsZero(address payee);

  /// @notice The shares are not the whole.
  /// @param sum What they sum up to, in basis points.
  /// @param whole What they have to sum up to, in basis points.
  error SharesAreNotTheWhole(uint256 sum, uint256 whole);

  /// @notice Fails unless the shares are those of a split.
  /// @param shares The shares.
  function demandValid(Share[] calldata shares) internal pure {
    uint256 count = shares.length;
    if (count == 0 || count > MOST_PAYEES) revert PayeeCountOutOfRange(count, MOST_PAYEES);

    uint256 sum = 0;
    for (uint256 i = 0; i < count; ++i) {
      _demandPayee(shares, i);
      sum += shares[i].basisPoints;
    }
    if (sum != WHOLE) revert SharesAreNotTheWhole(sum, WHOLE);
  }

  /// @notice The shares in as few bytes as they need.
  /// @param shares The shares.
  /// @return packed For each of them its payee in 20 bytes and its basis points in 2.
  function pack(Share[] calldata shares) internal pure returns (bytes memory packed) {
    uint256 count = shares.length;
    for (uint256 i = 0; i < count; ++i) {
      packed = bytes.concat(packed, bytes20(shares[i].payee), bytes2(shares[i].basisPoints));
    }
  }

  /// @notice The shares that were packed.
  /// @param packed What `pack` made of them.
  /// @return shares The shares.
  function unpack(bytes memory packed) internal pure returns (Share[] memory shares) {
    uint256 count = packed.length / _PACKED_LENGTH;
    shares = new Share[](count);
    for (uint256 i = 0; i < count; ++i) {
      uint256 start = i * _PACKED_LENGTH;
      bytes22 share = bytes22(Bytes.slice(packed, start, start + _PACKED_LENGTH));
      shares[i] = Share(address(bytes20(share)), uint16(uint176(share)));
    }
  }

  /// @notice Divides an amount by the largest remainder.
  /// @param amount Any amount.
  /// @param shares The shares of a valid split.
  /// @return parts What each of them receives. They sum up to the amount.
  function divide(uint256 amount, Share[] memory shares) internal pure returns (uint256[] memory parts) {
    uint256 count = shares.length;
    parts = new uint256[](count);
    uint256[] memory remainders = new uint256[](count);
    uint256 left = amount;
    for (uint256 i = 0; i < count; ++i) {
      parts[i] = Math.mulDiv(amount, shares[i].basisPoints, WHOLE);
      remainders[i] = mulmod(amount, shares[i].basisPoints, WHOLE);
      left -= parts[i];
    }

    // What is left over is the sum of all remainders, each less than a unit: there are more of them than units.
    for (; left != 0; --left) {
      uint256 largest = 0;
      for (uint256 i = 1; i < count; ++i) {
        if (remainders[i] > remainders[largest]) largest = i;
      }
      ++parts[largest];
      remainders[largest] = 0;
    }
  }

  function _demandPayee(Share[] calldata shares, uint256 position) private pure {
    address payee = shares[position].payee;
    if (payee == address(0)) revert PayeeIsZero(position);
    if (shares[position].basisPoints == 0) revert ShareIsZero(payee);
    for (uint256 i = 0; i < position; ++i) {
      if (shares[i].payee == payee) revert PayeeIsThereTwice(payee);
    }
  }
}
