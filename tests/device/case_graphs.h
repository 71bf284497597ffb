// SPDX-License-Identifier: Apache-2.0
// Many graphs of one node in few graphs, so that a sweep over kernels needs few firmwares.
#pragma once

#include "tests/device/node_under_test.h"

#include <string>
#include <vector>

namespace thimble {

/// Cases in graphs of no more ports than the test harness takes.
class CaseGraphs {
public:
    void add(const std::string& name, const NodeUnderTest& node);

    const std::vector<Graph>& graphs() const { return graphs_; }

private:
    std::vector<Graph> graphs_;
};

} // namespace thimble
