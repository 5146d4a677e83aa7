// SPDX-License-Identifier: Apache-2.0
// Whether a document is what its JSON Schema says.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace timerlaw::reports {

// What is wrong with the document, a line each; empty: nothing. `schema_file` is relative to the sources.
inline std::string violations(const std::string& document, const std::string& schema_file) {
  std::ifstream in(std::string(TIMERLAW_SOURCE) + "/" + schema_file);
  const nlohmann::json rules = nlohmann::json::parse(in, nullptr, false);
  const nlohmann::json checked = nlohmann::json::parse(document, nullptr, false);
  if (rules.is_discarded() || checked.is_discarded())
    return "not JSON";
  valijson::Schema schema;
  valijson::SchemaParser parser;
  const valijson::adapters::NlohmannJsonAdapter rules_adapter(rules);
  parser.populateSchema(rules_adapter, schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  const valijson::adapters::NlohmannJsonAdapter document_adapter(checked);
  validator.validate(schema, document_adapter, &results);
  std::string all;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& part : error.context)
      all += part;
    all += ": " + error.description + "\n";
  }
  return all;
}

}  // namespace timerlaw::reports
