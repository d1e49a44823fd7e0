"""Attacks the published course and counts what gives way: python3 tests/attacks [name ...]"""
import sys, time, traceback
import files, kernel, processes, routes, windows

failures = 0
for attack in [attack for module in (routes, windows, files, processes, kernel) for attack in module.ATTACKS]:
    if sys.argv[1:] and attack.__name__ not in sys.argv[1:]:
        continue
    print(f"{attack.__name__}: {attack.__doc__}", flush=True)
    start = time.monotonic()
    try:
        tries, failed = attack()
    except Exception:
        traceback.print_exc()
        tries, failed = 1, 1
    failures += failed
    print(f"    {failed} of {tries} failed{' (left out here)' if tries == 0 else ''}, {time.monotonic() - start:.0f} s", flush=True)
sys.exit(failures > 0)
