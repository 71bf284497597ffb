// SPDX-License-Identifier: Apache-2.0
// Whole models of TensorFlow Lite Micro and MLPerf Tiny: interpreter and device kernels agree on random inputs; those
// with operators of their own are refused by name.
#include "tests/suites/tflite_micro/host_run.h"
#include "thimble/core/error.h"

#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>

namespace thimble {

namespace {

/// A model, and a word of the error where it cannot be compiled.
struct PublicModel {
    const char* path;
    const char* refusal = nullptr;
};

/// For test names.
void PrintTo(const PublicModel& model, std::ostream* stream) {
    *stream << model.path;
}

std::string test_name(const testing::TestParamInfo<PublicModel>& tested) {
    std::string name = std::filesystem::path(tested.param.path).stem().string();
    for (char& character : name) {
        character = std::isalnum(static_cast<unsigned char>(character)) != 0 ? character : '_';
    }
    return name;
}

class PublicModels : public testing::TestWithParam<PublicModel> {
protected:
    void SetUp() override {
        if (!std::filesystem::exists(path())) {
            GTEST_SKIP() << path() << " is absent (set THIMBLE_DATA)";
        }
    }

    static std::filesystem::path path() { return data_folder() / "models" / GetParam().path; }
};

} // namespace

TEST_P(PublicModels, RunAlikeInterpretedAndCompiled) {
    if (GetParam().refusal != nullptr) {
        try {
            compile_for_host(path());
            ADD_FAILURE() << "compiles, expected a refusal that names " << GetParam().refusal;
        } catch (const ModelError& error) {
            EXPECT_TRUE(std::any_of(error.notes().begin(), error.notes().end(), [](const std::string& note) {
                return note.find(GetParam().refusal) != std::string::npos;
            })) << error.what();
        }
        return;
    }
    const CompiledForHost model = compile_for_host(path());
    run_both_ways(model, random_inputs(model.graph, 1));
}

INSTANTIATE_TEST_SUITE_P(
    Suites, PublicModels,
    testing::Values(
        PublicModel{"mlperf-tiny/anomaly_detection/ad01_fp32.tflite"},
        PublicModel{"mlperf-tiny/anomaly_detection/ad01_int8.tflite"},
        PublicModel{"mlperf-tiny/anomaly_detection/variants/model_ToyCar_quant.tflite"},
        PublicModel{"mlperf-tiny/anomaly_detection/variants/model_ToyCar_quant_fullint.tflite"},
        PublicModel{"mlperf-tiny/image_classification/pretrainedResnet_float.tflite"},
        PublicModel{"mlperf-tiny/image_classification/pretrainedResnet_int8.tflite"},
        PublicModel{"mlperf-tiny/image_classification/pretrainedResnet_large_float.tflite"},
        PublicModel{"mlperf-tiny/image_classification/pretrainedResnet_large_int8.tflite"},
        PublicModel{"mlperf-tiny/keyword_spotting/kws_ref_model_float32.tflite"},
        PublicModel{"mlperf-tiny/keyword_spotting/kws_ref_model_int8.tflite"},
        PublicModel{"mlperf-tiny/streaming_wakeword/str_ww_ref_model_int8.tflite"},
        PublicModel{"mlperf-tiny/visual_wake_words/vww_96_float.tflite"},
        PublicModel{"mlperf-tiny/visual_wake_words/vww_96_int8.tflite"},
        PublicModel{"tflite-micro/models/audio_preprocessor_float.tflite", "SignalWindow"},
        PublicModel{"tflite-micro/models/audio_preprocessor_int8.tflite", "SignalWindow"},
        PublicModel{"tflite-micro/models/dtln_noise_suppression.tflite", "UNIDIRECTIONAL_SEQUENCE_LSTM"},
        PublicModel{"tflite-micro/models/hello_world_float.tflite"},
        PublicModel{"tflite-micro/models/hello_world_int8.tflite"},
        PublicModel{"tflite-micro/models/keyword_scrambled.tflite"},
        PublicModel{"tflite-micro/models/keyword_scrambled_8bit.tflite"},
        PublicModel{"tflite-micro/models/micro_speech_lstm.tflite", "UNIDIRECTIONAL_SEQUENCE_LSTM"},
        PublicModel{"tflite-micro/models/micro_speech_quantized.tflite"},
        PublicModel{"tflite-micro/models/mobilenet_v2_quantized_1x3x224x224.tflite"},
        PublicModel{"tflite-micro/models/person_detect.tflite"},
        PublicModel{"tflite-micro/models/simple_add_model.tflite"},
        PublicModel{"tflite-micro/models/sine_float.tflite"}, PublicModel{"tflite-micro/models/trained_lstm.tflite"},
        PublicModel{"tflite-micro/models/trained_lstm_int8.tflite"}
    ),
    test_name
);

} // namespace thimble
