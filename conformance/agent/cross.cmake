# SPDX-License-Identifier: Apache-2.0
# timerlaw_cross_agent(ABI SOURCES...): the agent for another machine than the one the rest is built for, by a cross
# g++ or by clang and lld, which build for all.
function(timerlaw_cross_agent abi)
  set(triplet ${abi}-linux-gnu)
  find_program(TIMERLAW_CROSS_${abi} NAMES ${triplet}-g++ ${triplet}-g++-12 DOC "The g++ that builds for ${abi}")
  find_program(TIMERLAW_CLANGXX NAMES clang++ clang++-14 DOC "A clang++ that builds for other machines")
  find_program(TIMERLAW_LLD NAMES ld.lld ld.lld-14 DOC "The linker for other machines")
  if(TIMERLAW_CROSS_${abi})
    set(compile ${TIMERLAW_CROSS_${abi}} -fno-tree-loop-distribute-patterns)
    set(link ${TIMERLAW_CROSS_${abi}} -no-pie)
  elseif(TIMERLAW_CLANGXX AND TIMERLAW_LLD)
    set(compile ${TIMERLAW_CLANGXX} --target=${triplet})
    set(link ${TIMERLAW_CLANGXX} --target=${triplet} --ld-path=${TIMERLAW_LLD})
  else()
    message(STATUS "timerlaw-agent-${abi} is not built, and --abi ${abi} finds no agent: "
      "there is neither ${triplet}-g++ nor clang++ with ld.lld")
    return()
  endif()
  # Atomic operations in line, for there is no library to call.
  list(APPEND compile -std=c++20 -mno-outline-atomics -nostdinc++ -isystem ${CMAKE_CURRENT_SOURCE_DIR}/std
    -I${PROJECT_SOURCE_DIR} ${TIMERLAW_AGENT_COMPILE_OPTIONS} -Wall -Wextra -Wconversion -Wshadow
    $<$<BOOL:${TIMERLAW_WERROR}>:-Werror>)
  foreach(source IN LISTS ARGN)
    string(REGEX REPLACE "[./]+" "_" name ${source})
    set(object ${CMAKE_CURRENT_BINARY_DIR}/${abi}/${name}.o)
    get_filename_component(path ${source} ABSOLUTE)
    add_custom_command(OUTPUT ${object}
      COMMAND ${compile} -MD -MF ${object}.d -o ${object} -c ${path}
      DEPENDS ${path} DEPFILE ${object}.d COMMENT "Building ${abi} object ${source}" VERBATIM COMMAND_EXPAND_LISTS)
    list(APPEND objects ${object})
  endforeach()
  set(agent ${CMAKE_CURRENT_BINARY_DIR}/timerlaw-agent-${abi})
  file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/${abi})
  add_custom_command(OUTPUT ${agent}
    COMMAND ${link} -nostdlib -static -Wl,--build-id=none -o ${agent} ${objects}
    DEPENDS ${objects} COMMENT "Linking timerlaw-agent-${abi}" VERBATIM COMMAND_EXPAND_LISTS)
  add_custom_target(timerlaw_agent_${abi} ALL DEPENDS ${agent})
  install(PROGRAMS ${agent} DESTINATION ${TIMERLAW_PRIVATE_BIN})
endfunction()
