// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title The cheat codes that the fuzz tests use
/// @notice What the test machine answers at an address of its own.
interface IVm {
  /// @dev A log that was recorded.
  struct Log {
    /// Its topics.
    bytes32[] topics;
    /// Its data.
    bytes data;
    /// Who left it.
    address emitter;
  }

  /// @notice Records all logs from here on.
  function recordLogs() external;

  /// @notice The logs recorded since, once.
  /// @return logs The logs in their order.
  function getRecordedLogs() external returns (Log[] memory logs);

  /// @notice Makes the next call come from another account.
  /// @param caller The account.
  function prank(address caller) external;

  /// @notice Fails unless the next call reverts with these bytes.
  /// @param answer The bytes.
  function expectRevert(bytes calldata answer) external;

  /// @notice Drops this run unless a condition holds.
  /// @param condition The condition.
  function assume(bool condition) external pure;

  /// @notice Signs a digest.
  /// @param key The private key.
  /// @param digest The digest.
  /// @return v Recovery id, 27 or 28.
  /// @return r First half of the signature.
  /// @return s Second half of the signature.
  function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

  /// @notice The account of a private key.
  /// @param key The private key.
  /// @return Its address.
  function addr(uint256 key) external pure returns (address);
}
