# SPDX-License-Identifier: Apache-2.0
# What find_package(timerlaw) gives: timerlaw::model, whose headers are included as they are here ("model/judge.h").
include(CMakePackageConfigHelpers)

install(TARGETS timerlaw_model EXPORT timerlaw ARCHIVE DESTINATION lib)
install(DIRECTORY model DESTINATION include/timerlaw FILES_MATCHING PATTERN "*.h"
  PATTERN "evidence" EXCLUDE PATTERN "golden" EXCLUDE)
install(EXPORT timerlaw NAMESPACE timerlaw:: FILE timerlaw-targets.cmake DESTINATION lib/cmake/timerlaw)
configure_package_config_file(ci/cmake/timerlaw-config.cmake.in "${CMAKE_CURRENT_BINARY_DIR}/timerlaw-config.cmake"
  INSTALL_DESTINATION lib/cmake/timerlaw)
write_basic_package_version_file("${CMAKE_CURRENT_BINARY_DIR}/timerlaw-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/timerlaw-config.cmake" "${CMAKE_CURRENT_BINARY_DIR}/timerlaw-config-version.cmake"
  DESTINATION lib/cmake/timerlaw)
