"""Jupyter's own kernel test suite against the installed kernel. Only the pager, which this kernel has not, is left out."""
import unittest

import jupyter_kernel_test


class CSharpKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = ".net-csharp"
    language_name = "C#"
    file_extension = ".cs"

    code_hello_world = 'Console.WriteLine("hello, world");'
    code_stderr = 'Console.Error.WriteLine("to stderr");'
    code_generate_error = 'throw new Exception("as asked");'
    code_execute_result = [
        {"code": "1 + 1", "result": "2"},
        {"code": 'return "text";', "result": "text"},
    ]
    code_display_data = [
        {"code": 'display(HTML("<b>bold</b>"));', "mime": "text/html"},
        {"code": 'display("plain");', "mime": "text/plain"},
    ]
    completion_samples = [
        {"text": "Console.WriteL", "matches": {"WriteLine"}},
        {"text": "Math.Sqr", "matches": {"Sqrt"}},
    ]
    complete_code_samples = ["1 + 1", "int F(int x) => x * 2;", "for (int i = 0; i < 3; i++) { }"]
    incomplete_code_samples = ["int F(int x) {", "for (int i = 0; i < 3; i++) {"]
    invalid_code_samples = ["var = 3 3;"]
    code_inspect_sample = "Console.WriteLine"
    code_history_pattern = "1 ?*"
    supported_history_operations = ("tail", "range", "search")
    code_clear_output = "clear_output();"



if __name__ == "__main__":
    unittest.main(verbosity=2)
